/** The loop against a scripted model and a real folder. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAgent } from "../../src/agent/loop.ts";
import { createPurse } from "../../src/agent/spending.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { ModelError, type Turn } from "../../src/model/model.ts";
import { aRun, call, hangs, limits, readTool, says, script, writeTool } from "./script.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "loop-"));
});
afterEach(() => rm(folder, { recursive: true }));

const tools = () => [readTool(folder), writeTool(folder)];
const answers = (turns: readonly Turn[]) => turns.filter((turn) => turn.role === "tool").map((t) => t.text);
const last = (turns: readonly Turn[]) => turns.at(-1)?.text;

test("parallel calls run in order, all are answered, and nothing runs after the end", async () => {
  const { model } = script([
    says(call("write_file", { path: "a.txt", text: "one" }), call("read_file", { path: "a.txt" })),
    says(call("end", { word: "ready" }), call("write_file", { path: "a.txt", text: "two" })),
  ]);
  const outcome = await runAgent(aRun(model, { tools: tools() }));
  expect(outcome).toMatchObject({ kind: "finished", result: "ready" });
  expect(await readFile(join(folder, "a.txt"), "utf8")).toBe("one");
  expect(answers(outcome.turns)).toEqual([
    "Wrote a.txt.",
    "one",
    "Accepted.",
    "Not run: the work was already handed in.",
  ]);
  expect(outcome.spent).toEqual({ usd: undefined, inputTokens: 200, cachedTokens: 80, outputTokens: 20 });
});

test("a malformed call comes back with the field that is wrong, and the run goes on", async () => {
  const { model, questions } = script([
    says(call("write_file", { path: 7, txt: "one" })),
    says(call("write_file", '{"path": ')),
    says(call("write_file", { path: "a.txt", text: "one" })),
    says(call("delete_file", {})),
    says(call("end", { word: "ready" })),
  ]);
  const outcome = await runAgent(aRun(model, { tools: tools() }));
  expect(outcome).toMatchObject({ kind: "finished", result: "ready" });
  expect(last(questions[1]!.turns)).toMatch(
    /path: .*expected string[\s\S]*text: [\s\S]*"txt"[\s\S]*fields are: path, text/,
  );
  expect(last(questions[2]!.turns)).toContain("not valid JSON");
  expect(last(questions[4]!.turns)).toContain("The tools are: read_file, write_file, end.");
});

test("three malformed replies in a row end the run, silence counts as one", async () => {
  const { model, questions } = script([
    says(call("nonsense", {})),
    { text: "I am done.", toolCalls: [] },
    says(call("end", { word: 1 })),
  ]);
  const outcome = await runAgent(aRun(model));
  expect(outcome).toMatchObject({ kind: "failed", reason: "malformed" });
  expect(last(questions[2]!.turns)).toContain("Only tool calls count");
});

test("a refusal is words for the model, not the end", async () => {
  const { model, questions } = script([
    says(call("end", { word: "early" })),
    says(call("read_file", { path: "../x" }), call("end", { word: "late" })),
    says(call("end", { word: "late" })),
  ]);
  const outcome = await runAgent(aRun(model, { tools: tools() }));
  expect(last(questions[1]!.turns)).toBe("Refused: There is work left.");
  expect(last(questions[2]!.turns)).toContain("a call before this one failed");
  expect(outcome).toMatchObject({ kind: "finished", result: "late" });
});

test("nothing is handed in before the answer of an evidence is read", async () => {
  const read = { ...readTool(folder), isEvidence: true as const };
  await writeFile(join(folder, "a.txt"), "one");
  const { model, questions } = script([
    says(call("read_file", { path: "a.txt" }), call("end", { word: "ready" })),
    says(call("end", { word: "ready" })),
  ]);
  const outcome = await runAgent(aRun(model, { tools: [read] }));
  expect(outcome.kind).toBe("finished");
  expect(last(questions[1]!.turns)).toContain("read what read_file answered");
});

test("what a tool throws besides a refusal is not hidden", async () => {
  const { model } = script([says(call("read_file", { path: "missing" }))]);
  await expect(runAgent(aRun(model, { tools: tools() }))).rejects.toThrow("ENOENT");
});

test("the same call with the same answer is warned of the third time and ends the run the fourth", async () => {
  await writeFile(join(folder, "a.txt"), "one");
  const { model, questions } = script([says(call("read_file", { path: "a.txt" }))], { forever: true });
  const outcome = await runAgent(aRun(model, { tools: tools() }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "loop" });
  expect(questions).toHaveLength(4);
  expect(last(questions[3]!.turns)).toContain("Once more ends the run");
});

test("the same call with different answers is no loop", async () => {
  let count = 0;
  const { model } = script([
    ...Array.from({ length: 6 }, () => async () => {
      count += 1;
      await writeFile(join(folder, "a.txt"), `${count}`);
      return says(call("read_file", { path: "a.txt" }));
    }),
    says(call("end", { word: "ready" })),
  ]);
  expect(await runAgent(aRun(model, { tools: tools() }))).toMatchObject({ kind: "finished" });
});

test("an overflow drops the oldest output once, the second one ends the run", async () => {
  await writeFile(join(folder, "a.txt"), "first ".repeat(50));
  await writeFile(join(folder, "b.txt"), "second");
  const lines = [
    says(call("read_file", { path: "a.txt" })),
    says(call("read_file", { path: "b.txt" })),
    new ModelError("overflow", "context length exceeded"),
  ];
  const mended = script([...lines, says(call("end", { word: "ready" }))]);
  expect(await runAgent(aRun(mended.model, { tools: tools() }))).toMatchObject({ kind: "finished" });
  const [first, second] = answers(mended.questions[3]!.turns);
  expect(first).toMatch(/^\[left out to save room: 300 characters that read_file answered/);
  expect(second).toBe("second");

  const broken = script([...lines, new ModelError("overflow", "context length exceeded")]);
  const outcome = await runAgent(aRun(broken.model, { tools: tools() }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "overflow" });
});

test("above the context limit old outputs become notes; the brief and the newest turns stay whole", async () => {
  await writeFile(join(folder, "a.txt"), "x".repeat(900));
  const reads = Array.from({ length: 12 }, (_, n) =>
    says(call("read_file", { path: `./${"/".repeat(n)}a.txt` })),
  );
  const { model, questions } = script([...reads, says(call("end", { word: "ready" }))]);
  const outcome = await runAgent(aRun(model, { tools: tools(), limits: { ...limits, contextTokens: 3500 } }));
  expect(outcome.kind).toBe("finished");
  const seen = questions.at(-1)!.turns;
  expect(seen[0]).toEqual({ role: "user", text: "Write a.txt." });
  expect(answers(seen)[0]).toContain("left out to save room");
  for (const { turns } of questions) {
    const newest = turns.slice(-12).filter((turn) => turn.role === "tool");
    expect(newest.every((turn) => turn.text.length === 900)).toBe(true);
  }
});

test("a long answer is cut in the middle", async () => {
  await writeFile(join(folder, "a.txt"), `begin${"x".repeat(5000)}end`);
  const { model } = script([
    says(call("read_file", { path: "a.txt" })),
    says(call("end", { word: "ready" })),
  ]);
  const [text] = answers((await runAgent(aRun(model, { tools: tools() }))).turns);
  expect(text).toMatch(/^begin[\s\S]*4008 characters left out here[\s\S]*end$/);
});

test("near its limit of steps the model is told to finish, at the limit it is cut off", async () => {
  const steps = Array.from({ length: 6 }, (_, n) =>
    says(call("write_file", { path: "a.txt", text: `${n}` })),
  );
  const { model, questions } = script(steps);
  const outcome = await runAgent(aRun(model, { tools: tools(), limits: { ...limits, turns: 6 } }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "turns" });
  expect(last(questions[2]!.turns)).toBe("Wrote a.txt.");
  expect(last(questions[3]!.turns)).toContain("Finish now with end");
});

test("a model that hangs ends at the time limit", async () => {
  const { model } = script([hangs]);
  const outcome = await runAgent(aRun(model, { limits: { ...limits, seconds: 0.05 } }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "time" });
});

test("an abort ends the run, and every call is still answered", async () => {
  const stop = new AbortController();
  const stopping = {
    ...readTool(folder),
    run: async () => {
      stop.abort();
      throw new Error("killed");
    },
  };
  const { model } = script([says(call("read_file", { path: "a" }), call("end", { word: "ready" }))]);
  const outcome = await runAgent(aRun(model, { tools: [stopping], signal: stop.signal }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "aborted" });
  expect(answers(outcome.turns)).toEqual([
    "Not finished: the run was stopped.",
    "Not run: the run was stopped.",
  ]);
});

test("a directive reaches the model before its next step", async () => {
  const { model, questions } = script([
    says(call("write_file", { path: "a.txt", text: "one" })),
    says(call("end", { word: "ready" })),
  ]);
  const news = [undefined, "D1: use two spaces."];
  await runAgent(aRun(model, { tools: tools(), beforeStep: () => news.shift() }));
  expect(questions[1]!.turns.slice(-2).map((turn) => turn.text)).toEqual([
    "Wrote a.txt.",
    "D1: use two spaces.",
  ]);
});

test("a run that is stopped while it is held asks no model", async () => {
  const { model, questions } = script([]);
  const stop = new AbortController();
  const beforeStep = (signal: AbortSignal) =>
    new Promise<undefined>((resolve) => {
      signal.addEventListener("abort", () => resolve(undefined));
      stop.abort();
    });
  const outcome = await runAgent(aRun(model, { beforeStep, signal: stop.signal }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "aborted", spent: nothingSpent });
  expect(questions).toEqual([]);
});

test("a failing model and an empty purse are outcomes", async () => {
  const { model } = script([new ModelError("auth", "no key")]);
  expect(await runAgent(aRun(model))).toMatchObject({ reason: "model", message: "test/script: no key" });
  const poor = createPurse({ usd: undefined, tokens: 900 }, undefined);
  const unasked = script([]);
  expect(await runAgent(aRun(unasked.model, { purse: poor }))).toMatchObject({ reason: "out-of-budget" });
  expect(unasked.questions).toEqual([]);
});

test("what a call really used is settled, so a grant lasts for many calls and then ends the run", async () => {
  const purse = createPurse({ usd: undefined, tokens: 4000 }, undefined);
  let count = 0;
  const { model } = script([async () => says(call("write_file", { path: "a.txt", text: `${++count}` }))], {
    forever: true,
  });
  const outcome = await runAgent(aRun(model, { purse, tools: tools() }));
  expect(outcome).toMatchObject({ kind: "failed", reason: "out-of-budget" });
  expect(count).toBeGreaterThan(10);
  expect(outcome.spent).toEqual(purse.spent());
  expect(outcome.spent.inputTokens).toBe(100 * count);
  expect(outcome.turns.some((turn) => turn.role === "user" && turn.text.includes("Finish now"))).toBe(true);
});

test("a run goes on from an earlier transcript", async () => {
  const first = await runAgent(aRun(script([says(call("end", { word: "one" }))]).model));
  const { model, questions } = script([says(call("end", { word: "two" }))]);
  const opening: Turn[] = [...first.turns, { role: "user", text: "It came back." }];
  expect(await runAgent(aRun(model, { opening }))).toMatchObject({ result: "two" });
  expect(questions[0]!.turns.map((turn) => turn.role)).toEqual(["user", "assistant", "tool", "user"]);
});
