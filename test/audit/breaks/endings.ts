/** What breaks the promises about the end (L1 to L5). */

import { type Break, changeIssue } from "./break.ts";

export const endings: readonly Break[] = [
  [
    "L1",
    "a cycle that was left open",
    "cycle 1 was never closed",
    ({ scene }) => {
      scene.drop("cycle-closed");
    },
  ],
  [
    "L1",
    "a plan that was left open",
    "plan #37 is open",
    ({ scene }) => {
      const intents = [{ kind: "plan", name: "12/c1/p12/w2/slice" }];
      scene.issue(37, "12/c1/p12/w2/slice", { open: true });
      const planned = { kind: "planned", plan: 12, cycle: 1, wake: 2, intents, spent: {} };
      scene.log.splice(8, 0, {
        entries: [planned, { kind: "recorded", name: "12/c1/p12/w2/slice", number: 37 }],
        kept: [],
        at: 1,
      });
    },
  ],
  [
    "L1",
    "a task that is not over",
    "task #36 is not over",
    ({ scene }) => {
      scene.drop("ended");
    },
  ],
  [
    "L2",
    "a claim on a closed goal",
    "is claimed by one",
    ({ scene, merges }) => {
      scene.step(36, "claim", merges[1]);
    },
  ],
  [
    "L3",
    "a branch whose work is nowhere else",
    "the branch of #36 holds",
    ({ scene, merges }) => {
      scene.step(36, "end", scene.step(36, "claim", merges[1]), { value: "vetoed" });
    },
  ],
  [
    "L4",
    "a label of work in progress",
    "still carries swarm:claimed",
    ({ scene }) => {
      changeIssue(scene, 34, { labels: ["swarm:task", "swarm:claimed"] });
    },
  ],
  [
    "L4",
    "an open milestone",
    'milestone "#12 · cycle 1" is open',
    ({ scene }) => {
      scene.milestones = scene.milestones.map((milestone) => ({ ...milestone, open: true }));
    },
  ],
  [
    "L4",
    "no pull request",
    "there is no pull request",
    ({ scene }) => {
      scene.pulls.pop();
    },
  ],
  [
    "L4",
    "a pull request that moved on",
    "was judged",
    ({ scene, submissions }) => {
      const head = scene.land(36, submissions[0]);
      Object.assign(scene.pulls[0] ?? {}, { head });
    },
  ],
  [
    "L5",
    "a red end",
    "ended red",
    ({ scene, merges }) => {
      const head = scene.commit("A person breaks it", [merges[1]]);
      scene.refs.set("swarm/12/integration", head);
      scene.says([{ kind: "checked", commit: head, results: [{ command: "npm test", passed: false }] }]);
    },
  ],
];
