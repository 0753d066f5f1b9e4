/** What breaks the promises about green, history, work and vetoes (I5 to I8). */

import { bot, gesture, person, said } from "../scene.ts";
import { askForGated, type Break, changeEntry } from "./break.ts";

export const branches: readonly Break[] = [
  [
    "I5",
    "a green that nobody checked",
    "no check was run on",
    ({ scene, merges }) => {
      scene.refs.set("swarm/12/green", merges[0]);
    },
  ],
  [
    "I5",
    "a green on which a held check failed",
    "a held check",
    ({ scene, merges }) => {
      const run = (passed: boolean) => [{ command: "npm test", passed }];
      changeEntry(scene, "checked", { results: run(false) }, 1);
      scene.says([
        { kind: "checked", commit: merges[0], results: run(true) },
        { kind: "checked", commit: merges[1], results: run(false) },
      ]);
    },
  ],
  [
    "I5",
    "a done goal with a failed check",
    "these checks failed: npm test",
    ({ scene }) => {
      changeEntry(scene, "checked", { results: [{ command: "npm test", passed: false }] }, 1);
    },
  ],
  [
    "I5",
    "a done goal with a check that was not run",
    "not run: npm test",
    ({ scene }) => {
      changeEntry(scene, "checked", { results: [] }, 1);
    },
  ],
  ["I5", "a gated landing that nobody tested", "#34 landed as", (story) => askForGated(story, [])],
  [
    "I5",
    "a gated landing that failed its test",
    "a held check failed on it",
    (story) => askForGated(story, [false, true]),
  ],
  [
    "I6",
    "a landing that is gone",
    "landing of #35",
    ({ scene, merges }) => {
      scene.refs.set("swarm/12/integration", merges[0]);
    },
  ],
  [
    "I6",
    "a landing that the swarm calls dropped though no person rewrote",
    "landing of #35",
    ({ scene, merges }) => {
      scene.refs.set("swarm/12/integration", merges[0]);
      scene.says([{ kind: "ended", task: 35, reason: "dropped", spent: {} }], [merges[1]]);
      scene.rewrites = [];
    },
  ],
  [
    "I6",
    "a force push by the app",
    "stigmergy[bot] rewrote or removed swarm/12/green",
    ({ scene }) => {
      scene.rewrites = [{ branch: "swarm/12/green", login: bot.login, isBot: true }];
    },
  ],
  [
    "I7",
    "a submission that nothing reaches",
    "the submission of #35",
    ({ scene, merges }) => {
      scene.refs.set("swarm/12/integration", merges[0]);
      scene.refs.delete("swarm/12/task-35");
      scene.refs.delete("swarm/12/green");
    },
  ],
  [
    "I7",
    "an ended task whose tip was not kept",
    "keeps no tip",
    ({ scene }) => {
      for (const commit of scene.log) commit.kept = [];
    },
  ],
  [
    "I8",
    "a landing after the veto",
    "though the veto on #36",
    ({ scene, merges }) => {
      scene.land(36, scene.step(36, "submit", scene.step(36, "claim", merges[1])));
    },
  ],
  [
    "I8",
    "a landing after the veto that was taken back again",
    "after the veto on #34",
    ({ scene, merges }) => {
      const veto = said("command", 61, 34, "/swarm veto", { word: "veto", argument: "" });
      const at = scene.log.findIndex(({ entries }) => entries.some(({ kind }) => kind === "landed"));
      scene.log.splice(at, 0, { entries: [veto], kept: [], at: 1 });
      const taken = scene.commit("Take #34 back\n\nSwarm-Revert: 34", [merges[1]]);
      scene.refs.set("swarm/12/integration", taken);
    },
  ],
  [
    "I8",
    "a landing after a veto on the plan above",
    "though the veto on #12",
    ({ scene }) => {
      scene.comment(60, 12, person, "/swarm veto");
      const veto = said("command", 60, 12, "/swarm veto", { word: "veto", argument: "" });
      scene.log.splice(6, 0, { entries: [veto], kept: [], at: 1 });
    },
  ],
  [
    "I8",
    "a landing after somebody closed the task as not planned",
    "though the veto on #35",
    ({ scene }) => {
      scene.log.splice(6, 0, { entries: [gesture("closed", 35)], kept: [], at: 1 });
    },
  ],
];
