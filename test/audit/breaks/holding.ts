/** What breaks the promises about holders, landings and ends of tasks (I1 to I4, I20). */

import { type Break, changeEntry } from "./break.ts";

export const holding: readonly Break[] = [
  [
    "I1",
    "a log commit without entries",
    "holds no entries",
    ({ scene, base }) => {
      const log = scene.evidence().refs.get("swarm/12/log") ?? base;
      scene.log.splice(0);
      scene.refs.set("swarm/12/log", scene.commit("a person was here", [log]));
    },
  ],
  [
    "I1",
    "two logs joined",
    "two wrote at once",
    ({ scene }) => {
      const other = scene.commit('x\n\nentries:\n{"kind":"steward","instance":"two"}\n', []);
      scene.log.at(-1)?.kept.push(other);
    },
  ],
  [
    "I1",
    "a submission beside the claim",
    "stands on no step",
    ({ scene, merges }) => {
      scene.step(36, "submit", merges[1]);
      scene.drop("ended");
    },
  ],
  [
    "I1",
    "a second claim of the same attempt",
    "makes it attempt 2",
    ({ scene, base }) => {
      const claim = scene.step(34, "claim", scene.step(34, "claim", base, { value: "a" }), { value: "b" });
      scene.land(34, scene.step(34, "submit", claim));
    },
  ],
  [
    "I1",
    "a step of another task",
    "speaks of #99",
    ({ scene, base }) => {
      scene.step(36, "claim", base, { says: 99 });
    },
  ],
  [
    "I2",
    "a landing of what was never submitted",
    "is no submission",
    ({ scene, base }) => {
      scene.land(36, scene.step(36, "claim", base));
    },
  ],
  [
    "I2",
    "a landing of another task's submission",
    "a submission of #34",
    ({ scene, submissions }) => {
      scene.land(36, submissions[0]);
    },
  ],
  [
    "I2",
    "a landing that left the task's branch behind",
    "did not move the task's branch",
    ({ scene, submissions }) => {
      scene.refs.set("swarm/12/task-35", submissions[1]);
    },
  ],
  [
    "I2",
    "a landing of an unknown task",
    "no task",
    ({ scene, submissions }) => {
      scene.land(99, submissions[1]);
    },
  ],
  [
    "I2",
    "a landing that the log misnames",
    "says otherwise",
    ({ scene, submissions }) => {
      changeEntry(scene, "landed", { submission: submissions[1] });
    },
  ],
  [
    "I3",
    "a second landing",
    "landed 2 times",
    ({ scene, submissions }) => {
      scene.land(34, submissions[0]);
    },
  ],
  [
    "I4",
    "a landed task that also ended",
    "has 2 ends",
    ({ scene, merges }) => {
      scene.step(35, "end", merges[1], { value: "failed" });
    },
  ],
  [
    "I4",
    "a task of a closed goal without an end",
    "neither landed nor ended",
    ({ scene }) => {
      scene.drop("ended");
    },
  ],
  [
    "I20",
    "work after a tombstone",
    "follows the end",
    ({ scene, tombstone }) => {
      scene.step(36, "claim", tombstone, { attempt: 2 });
    },
  ],
  [
    "I20",
    "work after a landing",
    "follows the landing",
    ({ scene, merges }) => {
      scene.step(35, "claim", merges[1]);
    },
  ],
  [
    "I20",
    "a retry that nobody asked for",
    "no person's retry",
    ({ scene, tombstone }) => {
      scene.step(36, "retry", tombstone);
    },
  ],
  [
    "I20",
    "a goal that ended twice",
    "ends the goal again",
    ({ scene }) => {
      scene.says([{ kind: "goal-closed", state: "failed", why: "No." }]);
    },
  ],
];
