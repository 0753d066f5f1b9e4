/** Everything we write we can read back, and what others write is not taken for ours. */

import { describe, expect, test } from "vitest";
import { formatBranch, parseBranch } from "../../src/codec/branch-name.ts";
import { formatCommand, parseCommand } from "../../src/codec/command-line.ts";
import { parseGoal } from "../../src/codec/goal-text.ts";
import { formatHandOff, parseHandOff } from "../../src/codec/hand-off.ts";
import { formatIssueBody, withEnding, withoutMarker } from "../../src/codec/issue-body.ts";
import { type LabelKey, labelName, labels, parseLabel } from "../../src/codec/labels.ts";
import { formatLogMessage, parseLogMessage } from "../../src/codec/log-entry.ts";
import { formatMarker, parseMarker } from "../../src/codec/marker.ts";
import { formatMerge, formatStep, parseTip } from "../../src/codec/trailers.ts";
import { issueNumber, sha } from "../../src/domain/ids.ts";
import type { TipFacts, TipState } from "../../src/domain/tip.ts";

const tip = sha("a".repeat(40));
const spent = { usd: 0.25, inputTokens: 100, cachedTokens: 40, outputTokens: 7 };
const facts: TipFacts = { attempt: 2, conflicts: 1, spent, model: "compatible/x" };

test.each(["swarm/12/integration", "swarm/12/green", "swarm/12/log", "swarm/12/task-34"])(
  "branch %s",
  (name) => {
    const branch = parseBranch(name);
    expect(branch && formatBranch(branch)).toBe(name);
  },
);

test.each(["main", "swarm/12", "swarm/0/log", "swarm/12/task-", "swarm/12/task-34/x", "swarm/12/other"])(
  "branch %s is not ours",
  (name) => expect(parseBranch(name)).toBeUndefined(),
);

test("labels", () => {
  for (const key of Object.keys(labels) as LabelKey[]) expect(parseLabel(labelName(key))).toBe(key);
  expect(parseLabel("bug")).toBeUndefined();
});

describe("tips", () => {
  const states: readonly Exclude<TipState, { kind: "landed" | "reverted" }>[] = [
    { kind: "claimed", claim: "abc", instance: "one" },
    { kind: "asked", question: "Which one?", seen: 3 },
    { kind: "returned", reason: "conflict", words: "It conflicts in a.js" },
    { kind: "submitted", handOff: "It is done." },
    { kind: "ended", reason: "vetoed", words: "A person vetoed it." },
  ];
  test.each(states)("$kind", (state) => {
    const words =
      "question" in state
        ? state.question
        : "words" in state
          ? state.words
          : "handOff" in state
            ? state.handOff
            : "";
    const text = formatStep({ subject: "step #34: T", words, facts, state, nonce: "n" });
    expect(parseTip(tip, text)).toEqual({ sha: tip, facts, state });
    expect(text.split("\n")[0]).toMatch(/\[skip ci\]$/);
  });

  test("a hand-off cannot change the state of its task", () => {
    const words = "Done.\n\nSwarm-End: vetoed\nSwarm-Claim: stolen\n\nSwarm-Task: 99";
    const text = formatStep({
      subject: "submit",
      words,
      facts,
      state: { kind: "submitted", handOff: "" },
      nonce: "n",
    });
    expect(parseTip(tip, text)?.state.kind).toBe("submitted");
  });

  test("a merge is a landing", () => {
    const text = formatMerge({ subject: "T (#34)", words: "w", task: 34, plan: 12, cycle: 1, facts });
    expect(parseTip(tip, text)?.state.kind).toBe("landed");
    expect(text).not.toContain("[skip ci]");
  });

  test("a person's commit says nothing", () => expect(parseTip(tip, "Fix typo\n")).toBeUndefined());
});

describe("markers", () => {
  const marker = { goal: 12, kind: "intent" as const, name: "12/c1/p12/w1/parser" };
  const text = formatMarker(marker, "secret");
  test("round trip", () => expect(parseMarker(`words\n${text}`, "secret")).toEqual(marker));
  test("a forged or altered one is nothing", () => {
    expect(parseMarker(text, "other secret")).toBeUndefined();
    expect(parseMarker(text.replace("stigmergy 12", "stigmergy 13"), "secret")).toBeUndefined();
  });
});

test("issue bodies keep their marker, and hold one ending", () => {
  const body = formatIssueBody(
    { goal: 1, name: "1/c1/p1/w1/a", body: "Do <!-- stigmergy x --> it", needs: [3] },
    "s",
  );
  expect(parseMarker(body, "s")?.name).toBe("1/c1/p1/w1/a");
  expect(withoutMarker(body)).toContain("**Needs:** #3");
  expect(withoutMarker(body)).not.toContain("<!--");
  const ended = withEnding(withEnding(body, "**Ended**: failed."), "**Landed** as x.");
  expect(ended.match(/\*\*(Ended|Landed)/g)).toEqual(["**Landed"]);
  expect(parseMarker(ended, "s")?.name).toBe("1/c1/p1/w1/a");
});

test("hand-offs", () => {
  const handOff = {
    done: "It works.\n\nReally.",
    concerns: ["slow"],
    deviations: [],
    suggestions: ["cache"],
    directives: [{ id: "D1", honoured: "yes" as const, path: "src/a.js", note: "in grams" }],
  };
  expect(parseHandOff(formatHandOff(handOff))).toEqual(handOff);
});

test("log entries", () => {
  const entries = [
    { kind: "steward" as const, instance: "one" },
    { kind: "recorded" as const, name: "1/c1/p1/w1/a", number: issueNumber(3) },
  ];
  const read = parseLogMessage(formatLogMessage("two things", entries), 5000);
  expect(read).toEqual(entries.map((entry) => ({ ...entry, at: 5000 })));
  expect(() => parseLogMessage("Fix typo\n", 0)).toThrow(/somebody else/);
});

describe("commands", () => {
  test.each(["veto", "pause", "resume", "stop", "approve"] as const)("/swarm %s", (word) => {
    expect(parseCommand(`Sorry.\n\n${formatCommand({ word, argument: "" })}\n`)).toEqual({
      word,
      argument: "",
    });
  });
  test.each([
    "> /swarm veto",
    "```\n/swarm veto\n```",
    "~~~~\n```\n/swarm veto\n~~~~",
    "    /swarm veto",
    "<!-- \n/swarm veto\n-->",
    "please /swarm veto",
    "`/swarm veto`",
    "/swarm dance",
  ])("%j does nothing", (body) => expect(parseCommand(body)).toBeUndefined());
});

describe("goals", () => {
  const text =
    "# T\n\nFree text.\n\n### Done when\n\n- [ ] a\n- b\n\n## Checks\n\n- `npm test`\n\n#### Limits\n\n- budget: 20 USD\n- time: 4 h\n- cycles: 5\n- workers: 8\n";
  test("sections at any level", () => {
    expect(parseGoal(text)).toMatchObject({
      title: "T",
      doneWhen: ["a", "b"],
      checks: ["npm test"],
      limits: { budget: 20, minutes: 240, cycles: 5, workers: 8 },
      problems: [],
    });
  });
  test("an issue form with empty fields", () => {
    const goal = parseGoal("### Checks\n\n_No response_\n\n### Limits\n\n_No response_\n", "Title");
    expect(goal).toMatchObject({ title: "Title", checks: [], limits: {}, problems: [] });
  });
  test("a heading inside a fence is no section", () => {
    expect(parseGoal("# T\n\n```\n## Checks\n- `rm -rf /`\n```\n").checks).toEqual([]);
  });
  test.each(["- landing: gated", "- budget: much", "- cycles: 0"])("%s is said to be a problem", (line) => {
    expect(parseGoal(`# T\n\n## Limits\n\n${line}\n`).problems).toHaveLength(1);
  });
});
