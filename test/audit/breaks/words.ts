/** What breaks the promises about people's words, money, caps and issues (I9 to I13). */

import { bot, gesture, said } from "../scene.ts";
import { type Break, changeEntry, changeIssue } from "./break.ts";

export const words: readonly Break[] = [
  [
    "I9",
    "a command that another user wrote",
    "not by user 8",
    ({ scene }) => {
      changeEntry(scene, "command", { user: 8 });
    },
  ],
  [
    "I9",
    "a command by a bot",
    "no person",
    ({ scene }) => {
      Object.assign(scene.comments.find(({ id }) => id === 52) ?? {}, { author: bot });
    },
  ],
  [
    "I9",
    "a directive with another text",
    "not the one that was registered",
    ({ scene }) => {
      changeEntry(scene, "directive", { text: "Use spaces." });
    },
  ],
  [
    "I9",
    "a comment that says something else",
    "nobody edited it",
    ({ scene }) => {
      Object.assign(scene.comments.find(({ id }) => id === 52) ?? {}, { body: "/swarm pause" });
    },
  ],
  [
    "I9",
    "a comment that counted twice",
    "comment 52 twice",
    ({ scene }) => {
      scene.says([said("command", 52, 36, "/swarm veto", { word: "veto", argument: "" })]);
    },
  ],
  [
    "I9",
    "a goal that nobody wanted",
    "neither wrote nor approved",
    ({ scene }) => {
      changeEntry(scene, "accepted", { user: 8 });
    },
  ],
  [
    "I9",
    "a gesture that counted twice",
    "by user 7 was registered twice",
    ({ scene }) => {
      scene.says([gesture("disliked", 36), gesture("disliked", 36)]);
    },
  ],
  [
    "I9",
    "a gesture of a bot",
    "no person",
    ({ scene }) => {
      scene.says([gesture("closed", 36, { user: bot.id })]);
    },
  ],
  [
    "I9",
    "a gesture on an issue of nobody",
    "no task or plan",
    ({ scene }) => {
      scene.says([gesture("disliked", 99)]);
    },
  ],
  [
    "I11",
    "more tokens than allowed",
    "1101 tokens were spent of 1000",
    ({ scene }) => {
      changeEntry(scene, "planned", { spent: { inputTokens: 1051, outputTokens: 0, usd: 0 } });
    },
  ],
  [
    "I12",
    "two status comments",
    "two status comments",
    ({ scene }) => {
      scene.comment(61, 12, bot, scene.comments.find(({ id }) => id === 53)?.body ?? "");
    },
  ],
  [
    "I12",
    "the same comment twice",
    "the same comment twice",
    ({ scene }) => {
      for (const id of [61, 62]) scene.comment(id, 34, bot, "A worker asks: why?");
    },
  ],
  [
    "I12",
    "too many sub-issues",
    "102 sub-issues",
    ({ scene }) => {
      for (let number = 100; number < 198; number++) scene.issue(number, undefined);
    },
  ],
  [
    "I12",
    "more cycles than allowed",
    "2 cycles began, 1 were allowed",
    ({ scene }) => {
      changeEntry(scene, "accepted", { charter: { checks: [], limits: { cycles: 1 } } });
      scene.log.splice(3, 0, {
        entries: [{ kind: "cycle-started", cycle: 2, base: "", milestone: 3, report: 13 }],
        kept: [],
        at: 1,
      });
    },
  ],
  [
    "I13",
    "an intent that is open twice",
    "is open 2 times: #34, #44",
    ({ scene }) => {
      scene.issue(44, "12/c1/p12/w1/t0", { open: true });
      changeIssue(scene, 34, { open: true });
    },
  ],
  [
    "I13",
    "a copy that stayed open",
    "#44 is open",
    ({ scene }) => {
      scene.issue(44, "12/c1/p12/w1/t0", { open: true });
    },
  ],
  [
    "I13",
    "an intent recorded twice",
    "recorded 12/c1/p12/w1/t0 2 times",
    ({ scene }) => {
      scene.says([{ kind: "recorded", name: "12/c1/p12/w1/t0", number: 35 }]);
    },
  ],
  [
    "I13",
    "two verdicts on one cycle",
    "2 verdict comments",
    ({ scene }) => {
      scene.comment(61, 13, bot, "## Verdict of cycle 1: stop\n\nNo.");
    },
  ],
];
