/** What we say ourselves passes the gate with its meaning, and is read back. */

import { expect, test } from "vitest";
import { outsideFences } from "../../src/codec/fence.ts";
import { formatHandOff } from "../../src/codec/hand-off.ts";
import { endingOf, formatIssueBody, withEnding, withoutMarker } from "../../src/codec/issue-body.ts";
import { parseMarker } from "../../src/codec/marker.ts";
import { goalClosed, pullBody } from "../../src/effect/result-speech.ts";
import * as speech from "../../src/effect/speech.ts";
import { harmless, harmlessBody } from "../../src/gate/text.ts";
import { aHandOff, aJudgement } from "../support/builders.ts";

const place = { home: { server: "https://github.com", owner: "acme", repo: "tool" } };
const check = { command: "npm test | tee log", passed: true, exitCode: 0, seconds: 1, output: "" };
const pull = { kind: "opened", number: 40 } as const;
const words = "No commits between main and swarm/12/integration";
const refused = { kind: "refused", branch: "swarm/12/integration", words } as const;
const flaky = new Map([["npm run lint", 2]]);

test.each([
  speech.reportBody(12, 1),
  speech.verdictComment(1, "abc1234", aJudgement(), [check], flaky),
  speech.checkTable([check, { ...check, passed: false }]),
  speech.redNote(["npm test"], 0, [34]),
  speech.vetoNote(34, ["src/a.ts"]),
  speech.rewriteComment("abc1234"),
  speech.questionComment("Which of `a` and `b`?"),
  goalClosed("done", "All is met.", pull),
  goalClosed("done", "All is met.", refused),
  speech.endingReport("failed", "It did not compile."),
  speech.revertedReport("abc1234", true),
  speech.milestoneDescription("done", "All is met.", "https://github.com/acme/tool/issues/3#issuecomment-7"),
  '```mermaid\ngraph LR\n  i12["#12"]\n  i12 --> i34["plan #34"]\n  i34 --> i35["#35 needs-answer"]\n```',
])("a sentence of ours stays as it is: %s", (text) => {
  expect(harmless(text, place)).toBe(text);
});

test("a pull request says what it closes", () => {
  const demands = (claims: number) => ({ claims, excuses: 0 });
  const weakened = [{ path: "test/b.test.ts", before: demands(5), after: demands(1) }];
  const alarms = speech.alarmLines({
    removed: ["test/a.test.ts"],
    weakened,
    unread: 0,
    checks: ["Makefile"],
  });
  expect(alarms).toHaveLength(3);
  const text = pullBody(12, "abc1234", "It is done.", [check], alarms);
  expect(harmless(text, { ...place, mayClose: 12 })).toBe(text);
});

test("an issue's body is read back as it was written: its marker, its ending, its text", () => {
  const text = { goal: 12, name: "12/1/parse", body: "Parse <dates>, see @ada.", needs: [34] };
  const sent = harmlessBody(formatIssueBody(text, "s"), place, "s");
  expect(parseMarker(sent, "s")).toEqual({ goal: 12, kind: "intent", name: "12/1/parse" });
  const ended = harmlessBody(withEnding(sent, speech.endingReport("failed", "no")), place, "s");
  expect(endingOf(ended)).toBe("Ended");
  expect(parseMarker(ended, "s")?.name).toBe("12/1/parse");
  expect(withoutMarker(sent)).toContain("**Needs:** #34");
});

const table = speech.checkTable([check]);
const below: Readonly<Record<string, (text: string) => string>> = {
  "a verdict": (text) => speech.verdictComment(1, "abc1234", aJudgement({ summary: text }), [check], flaky),
  "its evidence": (text) => {
    const evidence = [{ point: "It sells", met: true, evidence: text }];
    return speech.verdictComment(1, "abc1234", aJudgement({ evidence }), [check], flaky);
  },
  "a pull request": (text) => pullBody(12, "abc1234", text, [check], []),
  "a question": (text) => `${speech.questionComment(text)}\n\n${table}`,
  "the end of a goal": (text) => `${goalClosed("done", text, pull)}\n\n${table}`,
  "the end of a task": (text) => `${speech.endingReport("failed", text)}\n\n${table}`,
  "a hand-off": (text) => `${formatHandOff(aHandOff({ done: text }))}\n\n${table}`,
  "an issue": (text) =>
    withEnding(formatIssueBody({ goal: 12, name: "n", body: text, needs: [] }, "s"), table),
};
const open = [
  "```\nx",
  "~~~~ts\nx\n~~~",
  "\u200b```\nx",
  "a\r```\rb",
  "```\na\n```\n\n```",
  " ```\nx",
  "- ```\n  x",
];

/** The lines that a reader of the sent text sees outside of blocks; the gate lets only fences at the margin open one. */
const readable = (text: string) => outsideFences(harmless(text, place).split("\n")).join("\n");

test.each(Object.entries(below))(
  "a block that a model leaves open swallows nothing below it: %s",
  (_, say) => {
    for (const text of open) expect(readable(say(text)), JSON.stringify(text)).toContain(table);
    // The control: put there as it is, it swallows.
    expect(readable(`${open[0]}\n\n${table}`)).not.toContain(table);
  },
);
