/** T13: what no page shows must not reach an agent, however it is hidden and wherever it stands. */

import {
  answeredWords,
  judgeBrief,
  plannerBrief,
  returnBrief,
  workerBrief,
} from "../../../src/agent/brief.ts";
import { parseGoal } from "../../../src/codec/goal-text.ts";
import type { Random } from "../../simulate/random.ts";
import { hidings, order } from "../corpus/hidings.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const settings: readonly ((hidden: string) => string)[] = [
  (hidden) => hidden,
  (hidden) => `Before ${hidden} after`,
  (hidden) => `\n\n${hidden}\n\n`,
  (hidden) => `# Title\n\n${hidden}`,
  (hidden) => `# Done when\n\n- It works. ${hidden}`,
  (hidden) => `One line.\r\n${hidden}\r\nAnother.`,
];

const fillings = ["", "\u200B", "\u2060", "\u202E", "\u{E0001}", "\uFEFF"];

const fill = (text: string, filling: string): string => text.replaceAll(" all", `${filling} all`);

/** What the roles are told of a text that is the goal's, a task's and a person's word. */
function reads(text: string): string {
  const heading = { issue: { number: 3, title: "a" }, cycle: 1, attempt: 1, goal: text, checks: [] };
  const directives = [{ id: "D1", from: "ada", issue: 3, text }];
  const { doneWhen, checks, setup } = parseGoal(text, "a");
  const judged = { commit: "c", changed: [], alarms: [], delivered: [], vetoed: [], doneWhen };
  const planned = { notes: "", files: [], events: [], tasks: [] };
  const answered = answeredWords("Which?", [{ login: "ada", text }]);
  return [
    returnBrief({ ...heading, directives, reason: "answered", words: answered, conflicts: [] }),
    workerBrief({ ...heading, directives, task: text, needed: [], earlier: [], conflicts: [] }),
    plannerBrief({ ...heading, directives, ...planned, plan: text }),
    judgeBrief({ ...heading, directives, ...judged }),
    ...checks,
    ...setup,
  ].join("\n");
}

/** A model reads through characters without width, and reads tags as the letters they stand for. */
const holds = (text: string): boolean => {
  const plain = [...text].map((one) => {
    const code = one.codePointAt(0) ?? 0;
    return code >= 0xe0000 && code < 0xe0180 ? String.fromCharCode(code & 0x7f) : one;
  });
  return plain
    .join("")
    .replace(/[\u200B\u2060\u202E\uFEFF]/g, "")
    .includes(order);
};

const words = ["It fails.", "See `a`.", "- one", "1 < 2", "**b**", "[x](https://a.example)", "\n\n", "> so"];

/** One or two instructions among words, each hidden in a way of its own. */
function draw(random: Random): string {
  const parts = Array.from({ length: random.between(1, 2) }, () => {
    const hidden = random.pick(settings)(random.pick(hidings)(random.pick(["", "x ", "a-b ", "7. "])));
    return `${random.pick(words)}\n\n${hidden}\n\n${random.pick(words)}`;
  });
  return fill(parts.join(random.pick(["\n", "\n\n", "\r\n\r\n"])), random.pick(fillings));
}

export const hiddenText: Part = {
  name: "hidden text",
  run: (count, random) =>
    tried(
      {
        fixtures: hidings.flatMap((hide) =>
          settings.flatMap((write) => fillings.map((filling) => fill(write(hide("")), filling))),
        ),
        draw,
        check: (text, guarded) =>
          holds(guarded ? reads(text) : text) ? "an agent reads what no page shows" : undefined,
      },
      count,
      random,
    ),
};
