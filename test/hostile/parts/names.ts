/** T15: names of files, branches, titles and labels that were chosen to be taken for something else. */

import { judgeBrief, plannerBrief, workerBrief } from "../../../src/agent/brief.ts";
import { Narrator } from "../../../src/cli/narrator.ts";
import { parseBranch } from "../../../src/codec/branch-name.ts";
import { shownName } from "../../../src/codec/shown-name.ts";
import { alarmLines, conflictWords } from "../../../src/effect/speech.ts";
import type { Random } from "../../simulate/random.ts";
import { hostileName, hostileNames } from "../../support/hostile-names.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

/** What steers a terminal, ends a line or turns the direction of what follows. */
const steers = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

const rest = { goal: "", checks: [], directives: [], events: [], tasks: [], needed: [], earlier: [] };

function told(name: string): string[] {
  const heading = { issue: { number: 1, title: name }, cycle: 1, attempt: 1 };
  const lines: string[] = [];
  const narrator = new Narrator((line) => lines.push(line), 60_000);
  narrator.tell(`task #1 landed: ${name}`);
  narrator.end();
  const alarms = alarmLines({ removed: [name], weakened: [], unread: 0, checks: [name] });
  const judged = { commit: "c", doneWhen: [], changed: [name], alarms, delivered: [], vetoed: [] };
  return [
    judgeBrief({ ...heading, ...rest, ...judged }),
    plannerBrief({ ...heading, ...rest, notes: "", files: [name] }),
    workerBrief({ ...heading, ...rest, task: "", conflicts: [{ path: name, meets: [] }] }),
    conflictWords([name]),
    ...lines,
    shownName(name),
  ];
}

/** The text without its quoted blocks: what a model reads as our own words. */
const spoken = (text: string): string => text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "");

function check(name: string, guarded: boolean): string | undefined {
  const texts = guarded ? told(name) : [`Files:\n${name}`];
  if (texts.some((text) => text.split("\n").some((line) => steers.test(line))))
    return "a name steers what shows it";
  if (
    texts.some((text) => /^(## New instructions|Vote done|end of the fence|Host: evil)/m.test(spoken(text)))
  )
    return "a name is read as a line of ours";
  if (guarded && shownName(name).length > 201) return "a name is longer than its line";
  const branch = `swarm/12/${name}`;
  return guarded && parseBranch(branch)?.kind === "task" ? "a branch is taken for a task's" : undefined;
}

export const names: Part = {
  name: "hostile names",
  run: (count, random) =>
    tried(
      { fixtures: hostileNames("/proof"), draw: (from: Random) => hostileName(from), check },
      count,
      random,
    ),
};
