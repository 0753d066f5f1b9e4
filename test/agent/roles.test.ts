/** Planner, worker and judge: what code takes from a model, and what it sends back. */

import { join } from "node:path";
import { expect, test } from "vitest";
import type { Scope } from "../../src/agent/draft.ts";
import { type JudgeRun, runJudge } from "../../src/agent/judge.ts";
import type { AgentOutcome } from "../../src/agent/loop.ts";
import { runPlanner } from "../../src/agent/planner.ts";
import { loadPrompt, type PromptRole } from "../../src/agent/prompt.ts";
import { missingDirectives, runWorker } from "../../src/agent/worker.ts";
import { planCaps } from "../../src/domain/caps.ts";
import type { ToolCall } from "../../src/model/model.ts";
import { aRole, call, says, script } from "./script.ts";

const prompt = (role: PromptRole) => loadPrompt(role, [join(import.meta.dirname, "../../prompts")]);
const task = (key: string, needs: (string | number)[] = [], over: object = {}) =>
  call("create_task", {
    key,
    title: `Do ${key}`,
    description: "Because.",
    done_when: ["It works."],
    needs,
    ...over,
  });
const finish = (done = false) => call("finish", { done, hand_off: "Split in two." });
const refusals = (outcome: AgentOutcome<unknown>) =>
  outcome.turns.flatMap((turn) =>
    turn.role === "tool" && /^(Refused|Error)/.test(turn.text) ? [turn.text] : [],
  );

const planning = { goal: 2, cycle: 2, open: 1, plan: 2, level: 0 };
const scope: Scope = { tasks: [31, 32], open: [32], caps: planCaps, planning };
async function plan(calls: readonly ToolCall[], over: Partial<Scope> = {}) {
  const { model } = script(calls.map((one) => says(one)));
  return runPlanner({ ...aRole(model, await prompt("planner")), scope: { ...scope, ...over } });
}

test("a planner's requests come back as one proposal", async () => {
  const outcome = await plan([
    task("parser", [31], { paths: ["src/parser.ts"] }),
    task("printer", ["parser"]),
    call("create_plan", { key: "docs", title: "Documents", description: "All pages." }),
    call("cancel_task", { task: 32, why: "Not wanted." }),
    call("write_notes", { text: "Parser first." }),
    finish(),
  ]);
  expect(outcome).toMatchObject({ kind: "finished" });
  expect(outcome.kind === "finished" && outcome.result).toEqual({
    intents: [
      {
        kind: "task",
        key: "parser",
        title: "Do parser",
        body: "Because.\n\n## Done when\n\n- It works.\n\n## Files that belong to this task\n\n- `src/parser.ts`",
        needs: [31],
      },
      {
        kind: "task",
        key: "printer",
        title: "Do printer",
        body: "Because.\n\n## Done when\n\n- It works.",
        needs: ["parser"],
      },
      { kind: "plan", key: "docs", title: "Documents", body: "All pages." },
    ],
    cancels: [32],
    notes: "Parser first.",
    done: false,
    handOff: "Split in two.",
    leftOut: undefined,
  });
});

test("needs that go in a circle are refused, and the rest of the plan survives", async () => {
  const outcome = await plan([
    task("a", ["b"]),
    task("b", ["c"]),
    task("c", ["a"]),
    task("d", ["d"]),
    task("c"),
    finish(),
  ]);
  expect(refusals(outcome)).toEqual([
    "Refused: needs: c needs a needs b needs c goes in a circle. Leave one need out.",
    "Refused: needs: d needs d goes in a circle. Leave one need out.",
  ]);
  expect(outcome.kind === "finished" && outcome.result.intents.map((intent) => intent.key)).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test.each([
  ["a taken key", [task("a"), task("a"), finish()], 'The key "a" is taken'],
  ["a strange number", [task("a", [99]), task("a"), finish()], "no task of this goal is #99"],
  ["a strange key", [task("a", ["b"]), finish(), task("b"), finish()], 'no task has the key "b"'],
  [
    "a need of a task that is cancelled",
    [
      task("a", [32]),
      call("cancel_task", { task: 32, why: "." }),
      finish(),
      call("cancel_task", { task: "a", why: "." }),
      finish(true),
    ],
    "needs a task that you cancelled",
  ],
  ["a foreign task to cancel", [call("cancel_task", { task: 31, why: "." }), finish()], "Open are: #32"],
  ["a long title", [task("a", [], { title: "x".repeat(201) }), finish()], "title: Too big"],
  ["a task without an end", [task("a", [], { done_when: [] }), finish()], "done_when: Too small"],
])("%s is sent back", async (_name, calls, words) => {
  const outcome = await plan(calls);
  expect(refusals(outcome)).toEqual([expect.stringContaining(words)]);
  expect(outcome.kind).toBe("finished");
});

test("the 65th sub-issue is refused", async () => {
  const outcome = await plan([task("a"), task("b"), finish()], { planning: { ...planning, plan: 63 } });
  expect(refusals(outcome)).toEqual([expect.stringContaining("at most 64")]);
});

test("T44: beneath a full plan a sub-plan is still taken, and eight at most", async () => {
  const full = { planning: { ...planning, plan: 64 } };
  const sub = (key: string) => call("create_plan", { key, title: key, description: "The rest." });
  const asked = Array.from({ length: 9 }, (_, index) => sub(`p${index}`));
  const outcome = await plan([task("a"), ...asked, finish()], full);
  expect(refusals(outcome)).toEqual([
    expect.stringContaining("Hand the rest to a sub-plan"),
    expect.stringContaining("ask for fewer and larger ones"),
  ]);
  expect(outcome.kind === "finished" && outcome.result.intents).toHaveLength(8);
});

test("T44: a planner that gets nothing while too many tasks are open may finish and wait for room", async () => {
  const crowded = { open: [], planning: { ...planning, open: 1_000 } };
  const outcome = await plan([task("a"), finish()], crowded);
  expect(refusals(outcome)).toEqual([
    "Refused: At most 1,000 tasks are open at once. Finish: you wake again when there is room.",
  ]);
  const leftOut = { requests: 1, reasons: ["At most 1,000 tasks are open at once."], waits: true };
  expect(outcome).toMatchObject({ kind: "finished", result: { done: false, intents: [], leftOut } });
});

test("a planner cannot go to sleep with nothing to wait for", async () => {
  const outcome = await plan([finish(false), finish(true)], { open: [] });
  expect(refusals(outcome)).toEqual([expect.stringContaining("Nothing is open")]);
  expect(outcome).toMatchObject({ kind: "finished", result: { done: true } });
});

test("a submission is taken only when the injected check has nothing against it", async () => {
  const directive = { id: "D2", honoured: "yes", note: "Renamed." };
  const { model } = script([
    says(call("submit", { done: "All." })),
    says(call("submit", { done: "All.", directives: [directive] })),
    says(call("submit", { done: "All.", directives: [{ ...directive, path: "a.ts" }] })),
  ]);
  const outcome = await runWorker({
    ...aRole(model, await prompt("worker")),
    maySubmit: async (handOff) => missingDirectives(handOff, ["D2"]),
  });
  expect(refusals(outcome)).toEqual([
    expect.stringContaining("say of D2"),
    expect.stringContaining("needs the path"),
  ]);
  expect(outcome).toMatchObject({
    kind: "finished",
    result: {
      kind: "submitted",
      handOff: {
        done: "All.",
        concerns: [],
        directives: [{ id: "D2", honoured: "yes", path: "a.ts", note: "Renamed." }],
      },
    },
  });
});

test("a worker can ask a human", async () => {
  const { model } = script([says(call("ask_human", { question: "Tabs or spaces?" }))]);
  const outcome = await runWorker({
    ...aRole(model, await prompt("worker")),
    maySubmit: async () => undefined,
  });
  expect(outcome).toMatchObject({ result: { kind: "asked", question: "Tabs or spaces?" } });
});

const verdict = (word: string, met: boolean) =>
  call("give_verdict", {
    verdict: word,
    summary: "Seen.",
    evidence: [{ point: "It prints.", met, evidence: "node cli.js printed 3" }],
  });

const nothingWrong: Pick<JudgeRun, "failedChecks" | "doneWhen" | "vetoed"> = {
  failedChecks: [],
  doneWhen: ["It prints."],
  vetoed: [],
};

test.each([
  [
    "a check failed",
    { ...nothingWrong, failedChecks: ["npm test"] },
    true,
    "did not pass on this commit: npm test",
  ],
  ["a point is not met", nothingWrong, false, "not met: It prints."],
  ["a point has no evidence", { ...nothingWrong, doneWhen: ["It prints.", "It stops."] }, true, "1 of 2"],
  ["a veto is not carried out", { ...nothingWrong, vetoed: ["#34"] }, true, "a person vetoed #34"],
])("code refuses done because %s", async (_name, facts, met, words) => {
  const { model } = script([says(verdict("done", met)), says(verdict("continue", met))]);
  const outcome = await runJudge({ ...aRole(model, await prompt("judge")), ...facts });
  expect(refusals(outcome)).toEqual([expect.stringContaining(words)]);
  expect(outcome).toMatchObject({ kind: "finished", result: { verdict: "continue" } });
});

test("done is taken when every check passed and every point has evidence", async () => {
  const { model } = script([says(verdict("done", true))]);
  const outcome = await runJudge({ ...aRole(model, await prompt("judge")), ...nothingWrong });
  expect(outcome).toMatchObject({ kind: "finished", result: { verdict: "done" } });
});
