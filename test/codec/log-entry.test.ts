/** Log commits: every kind of entry is read back, and what we did not write is refused. */

import { expect, test } from "vitest";
import { formatLogMessage, parseLogMessage } from "../../src/codec/log-entry.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import {
  aCharter,
  aHandOff,
  aJudgement,
  aSha,
  checked,
  commanded,
  cycleStarted,
  directed,
  planIntent,
  planned,
  recorded,
  taskIntent,
} from "../support/builders.ts";

/** One of each: a new kind of entry does not compile until it is here. */
const everyKind: { readonly [Kind in Entry["kind"]]: Extract<Entry, { kind: Kind }> } = {
  steward: { kind: "steward", instance: "one" },
  accepted: { kind: "accepted", charter: aCharter({ limits: { budget: 20 } }), user: 1, base: aSha("base") },
  refused: { kind: "refused", hash: "text 1", why: "It is empty." },
  prepared: { kind: "prepared", failed: "The setup command `npm ci` ended with exit code 1." },
  "cycle-started": cycleStarted(1) as Extract<Entry, { kind: "cycle-started" }>,
  planned: planned({ intents: [taskIntent(35, [34, "12/c1/p12/w1/k33"]), planIntent(20)] }) as Extract<
    Entry,
    { kind: "planned" }
  >,
  recorded: recorded(35) as Extract<Entry, { kind: "recorded" }>,
  granted: { kind: "granted", holder: "task 35", grant: { usd: 1, tokens: 100 } },
  landed: {
    kind: "landed",
    task: issueNumber(35),
    merge: aSha("merge"),
    submission: aSha("submission"),
    attempt: 2,
    conflicts: 1,
    handOff: aHandOff({ done: "Done.\n\nentries:\n{}" }),
    spent: nothingSpent,
  },
  ended: {
    kind: "ended",
    task: issueNumber(35),
    tip: aSha("tip"),
    reason: "vetoed",
    attempt: 1,
    conflicts: 0,
    spent: nothingSpent,
  },
  directive: directed("D1", 12) as Extract<Entry, { kind: "directive" }>,
  command: commanded("veto", 35) as Extract<Entry, { kind: "command" }>,
  gesture: {
    kind: "gesture",
    word: "veto",
    how: "closed",
    when: "2026",
    issue: issueNumber(35),
    user: 1,
    login: "ada",
  },
  proposed: { kind: "proposed", commit: aSha("candidate") },
  rewritten: { kind: "rewritten", head: aSha("head") },
  "rewrite-over": { kind: "rewrite-over", head: aSha("head"), accepted: true },
  "veto-conflicts": {
    kind: "veto-conflicts",
    task: issueNumber(35),
    head: aSha("head"),
    files: ["a.txt"],
  },
  blamed: { kind: "blamed", commit: aSha("head"), task: issueNumber(35), check: "npm test" },
  checked: checked(aSha("head"), false) as Extract<Entry, { kind: "checked" }>,
  "cycle-draining": { kind: "cycle-draining", cycle: 1, why: "The goal's time is over." },
  verdict: {
    kind: "verdict",
    cycle: 1,
    commit: aSha("head"),
    judgement: aJudgement({ evidence: [{ point: "It sells.", met: true, evidence: "`npm test`" }] }),
    spent: nothingSpent,
  },
  "cycle-closed": { kind: "cycle-closed", cycle: 1 },
  "goal-closed": { kind: "goal-closed", state: "done", why: "All is met.", pull: 40 },
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each(Object.values(everyKind))("an entry of kind $kind is read back, with its time", (entry) => {
  const read = parseLogMessage(formatLogMessage("a subject", [entry]), 5000);
  expect(read).toEqual([{ ...(plain(entry) as object), at: 5000 }]);
});

test("a check that was run twice says so, and for which purpose", () => {
  const { results, ...run } = everyKind.checked;
  const twice = {
    ...run,
    results: results.map((r) => ({ ...r, passed: true, runs: 2, flaky: true as const })),
  };
  const entry: Entry = { ...twice, why: "bisect" };
  expect(parseLogMessage(formatLogMessage("checked", [entry]), 0)).toEqual([{ ...entry, at: 0 }]);
});

test("entries of one commit keep their order", () => {
  const entries = Object.values(everyKind);
  const read = parseLogMessage(formatLogMessage("all of them", entries), 0);
  expect(read.map((entry) => entry.kind)).toEqual(entries.map((entry) => entry.kind));
});

test("words of people cannot add an entry", () => {
  const stop = JSON.stringify(commanded("stop"));
  const entry: Entry = { ...everyKind.directive, text: `Hello.\n\nentries:\n${stop}\u0000\u0001\u2028` };
  expect(parseLogMessage(formatLogMessage("heard @ada", [entry]), 0)).toEqual([{ ...entry, at: 0 }]);
});

test("a subject cannot add an entry", () => {
  const stop = JSON.stringify(commanded("stop"));
  const text = formatLogMessage(`heard\n\nentries:\n${stop}`, [everyKind.steward]);
  expect(parseLogMessage(text, 0)).toEqual([{ ...everyKind.steward, at: 0 }]);
});

test.each([
  { what: "a person's message", text: "Fix the log\n" },
  { what: "a line that is no JSON", text: "s\n\nentries:\nhello\n" },
  { what: "an unknown kind", text: 's\n\nentries:\n{"kind":"wish"}\n' },
  { what: "an entry without what its kind needs", text: 's\n\nentries:\n{"kind":"recorded","name":"k"}\n' },
  { what: "an unknown reason", text: 's\n\nentries:\n{"kind":"ended","task":1,"reason":"bored"}\n' },
])("$what is refused", ({ text }) => {
  expect(() => parseLogMessage(text, 0)).toThrow();
});
