/** The demo's story without the swarm: its lines, said over real HTTP to real roles with real tools, on a real repository. */

import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  directiveNotice,
  judgeBrief,
  plannerBrief,
  returnBrief,
  workerBrief,
} from "../../src/agent/brief.ts";
import { limits } from "../../src/agent/host/crew.ts";
import { refusalOf } from "../../src/agent/host/submission.ts";
import { runJudge } from "../../src/agent/judge.ts";
import type { AgentOutcome } from "../../src/agent/loop.ts";
import { runPlanner } from "../../src/agent/planner.ts";
import { loadPrompt, type PromptRole } from "../../src/agent/prompt.ts";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import { createPurse } from "../../src/agent/spending.ts";
import { readingTools, writingTools } from "../../src/agent/tools/kit.ts";
import { runWorker } from "../../src/agent/worker.ts";
import { loadLines, parseLines } from "../../src/cli/demo/lines.ts";
import { type Player, startPlayer } from "../../src/cli/demo/player.ts";
import { parseGoal } from "../../src/codec/goal-text.ts";
import type { HandOff, TaskIntent } from "../../src/domain/proposal.ts";
import { checkOut, snapshot } from "../../src/effect/checkout.ts";
import { mergeTrees } from "../../src/effect/merge.ts";
import { Mirror } from "../../src/effect/mirror.ts";
import type { Turn } from "../../src/model/model.ts";
import { createModel } from "../../src/model/registry.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const goal = parseGoal(await readFile(at("demo/goal.md"), "utf8"));
const wish = "Use grams, not ounces, as the default in the shopping list.";
const grams = { id: "D1", from: "ada", issue: 1, text: wish };
const conflicting = ["Add cups and spoons to the unit table", "Add ounces and pounds to the unit table"];
const listing = "Print the shopping list by aisle";
const vetoed = "Put an emoji before every aisle";

let folder: string;
let player: Player;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stigmergy-story-"));
  player = await startPlayer({ lines: await loadLines(), scale: 0 });
});
afterAll(async () => {
  await player.close();
  await rm(folder, { recursive: true, force: true });
});

const shell = { sandbox: noSandbox(), shares: [], commandTimeoutMs: 30_000 };
const { signal } = new AbortController();

interface Choices {
  readonly directive: "early" | "late" | undefined;
  readonly veto: boolean;
  /** Lands each wave from its end, so that the other one of two conflicting tasks is second. */
  readonly reverse: boolean;
}

/** One play of the goal: waves of workers from one base, landed one by one, with git's own merges. */
class Story {
  readonly choices: Choices;
  readonly mirror: Mirror;
  readonly handOffs = new Map<string, HandOff>();
  readonly conflicts = new Map<string, readonly string[]>();
  readonly refused: string[] = [];
  readonly #place: string;
  head = "";

  constructor(choices: Choices, place: string) {
    this.choices = choices;
    this.#place = place;
    this.mirror = new Mirror(join(place, "repository.git"), "", async () => "");
  }

  async begin() {
    await this.mirror.prepare();
    const root = join(this.#place, "base");
    await cp(at("demo/repository"), root, { recursive: true });
    const tree = await snapshot(this.mirror, { root, index: join(this.#place, "base.index") }, []);
    this.head = await this.mirror.commit(tree, [], "base\n");
  }

  async #open(name: string, tree: string, writable: boolean) {
    const checkout = await checkOut(this.mirror, join(this.#place, name.replaceAll(" ", "-")), tree);
    return { checkout, workspace: { ...shell, root: checkout.root, writable } };
  }

  async #run(role: PromptRole) {
    const model = createModel("compatible/lines", { compatible: { baseUrl: player.baseUrl } });
    const prompt = await loadPrompt(role, [at("prompts")]);
    const inputs = { environment: "here", ...(role === "planner" && { tasks: "2 to 12" }) };
    const purse = createPurse({ usd: undefined, tokens: undefined }, undefined);
    return { model, prompt, inputs, purse, signal };
  }

  async #reader(role: "planner" | "judge", brief: string) {
    const { workspace } = await this.#open(role, this.head, false);
    return { ...(await this.#run(role)), brief, tools: readingTools(workspace), limits: limits[role] };
  }

  /** The result; keeps what a real tool refused, for then the lines do not fit the repository. */
  #finished<Result>(outcome: AgentOutcome<Result>, mayFail = false): Result {
    const bad = mayFail ? /^(Refused|Error)/ : /^(Refused|Error|exit code [1-9])/;
    for (const turn of outcome.turns)
      if (turn.role === "tool" && bad.test(turn.text)) this.refused.push(turn.text);
    if (outcome.kind !== "finished") throw new Error(outcome.message);
    return outcome.result;
  }

  async checks() {
    const results = [];
    for (const command of goal.checks) {
      const { workspace } = await this.#open("checks", this.head, true);
      const job = {
        command,
        workspace: workspace.root,
        writable: true,
        shares: [],
        timeoutMs: 30_000,
        signal,
      };
      const result = await shell.sandbox.run(job);
      results.push({ command, result: { ...result, passed: result.exitCode === 0 } });
    }
    return results;
  }

  passed = async () => (await this.checks()).map(({ result }) => result.passed);

  async plan(title: string, cycle: number) {
    const fresh = { notes: "", events: [], tasks: [], checks: [], directives: [] };
    const heading = { issue: { number: 1, title }, cycle, attempt: 1, goal: goal.text };
    const brief = plannerBrief({ ...heading, ...fresh });
    const scope = { tasks: [], open: [], children: 0 };
    return this.#finished(await runPlanner({ ...(await this.#reader("planner", brief)), scope })).intents;
  }

  async judge(cycle: number) {
    const checks = await this.checks();
    const { title, doneWhen } = goal;
    const data = { cycle, attempt: 1, commit: this.head, goal: goal.text, directives: [], delivered: [] };
    const brief = judgeBrief({ issue: { number: 1, title }, doneWhen, checks, ...data });
    const failedChecks = checks.filter(({ result }) => !result.passed).map(({ command }) => command);
    const outcome = await runJudge({ ...(await this.#reader("judge", brief)), failedChecks, doneWhen });
    return this.#finished(outcome, true).verdict;
  }

  /** One attempt: a commit on top of `base` and, at the second attempt, of the head it met. */
  async #work(task: TaskIntent, attempt: number, base: string, history: readonly Turn[]) {
    const met = attempt > 1 ? [this.head] : [];
    const merge = await mergeTrees(this.mirror, base, met[0] ?? base);
    const { checkout, workspace } = await this.#open(task.key, merge.tree, true);
    const files = merge.kind === "conflict" ? merge.files : [];
    const { directive } = this.choices;
    const late = directive === "late" && task.title === listing;
    const known = directive && !late && (attempt > 1 || task.needs.length > 0) ? [grams] : [];
    const heading = {
      ...{ issue: { number: 7, title: task.title }, cycle: 1, attempt, directives: known },
      conflicts: files.map((path) => ({ path, meets: [] })),
    };
    const first = { ...heading, goal: goal.text, task: task.body, checks: [], earlier: [] };
    const returned = { ...heading, reason: "conflict" as const, words: "" };
    const told = new Set(known.map(({ id }) => id));
    let step = 0;
    const tree = () => snapshot(this.mirror, checkout, []);
    const outcome = await runWorker({
      ...(await this.#run("worker")),
      ...{ brief: attempt > 1 ? returnBrief(returned) : workerBrief(first), history },
      ...{ tools: writingTools(workspace), limits: limits.worker },
      beforeStep: () => {
        step += 1;
        if (directive === undefined || told.size > 0 || step !== (late ? 4 : 2)) return undefined;
        told.add(grams.id);
        return directiveNotice([grams]);
      },
      maySubmit: async (handOff) => {
        const done = { base: met[0] ?? base, tree: await tree(), conflicts: files, handOff };
        return refusalOf({ mirror: this.mirror, ...done, directives: [...told] });
      },
    });
    const result = this.#finished(outcome);
    if (result.kind === "submitted") this.handOffs.set(task.title, result.handOff);
    return { commit: await this.mirror.commit(await tree(), [base, ...met], "work\n"), turns: outcome.turns };
  }

  async #land(task: TaskIntent, work: { commit: string; turns: readonly Turn[] }, attempt = 1) {
    const merge = await mergeTrees(this.mirror, this.head, work.commit);
    if (merge.kind === "conflict") {
      expect(attempt, task.title).toBe(1);
      this.conflicts.set(task.title, merge.files);
      await this.#land(task, await this.#work(task, 2, work.commit, work.turns), 2);
      return;
    }
    this.head = await this.mirror.commit(merge.tree, [this.head, work.commit], `${task.title}\n`);
  }

  /** Waves until nothing is left; answers how many tasks each had. */
  async cycle(number: number): Promise<number[]> {
    const root = await this.plan(goal.title, number);
    const plans = root.filter((intent) => intent.kind === "plan");
    const subs = await Promise.all(plans.map((plan) => this.plan(plan.title, number)));
    let open = [...root, ...subs.flat()].filter((intent) => intent.kind === "task");
    if (this.choices.veto) open = open.filter((task) => task.title !== vetoed);
    const waves: number[] = [];
    while (open.length > 0) {
      const keys = new Set<string | number>(open.map(({ key }) => key));
      const wave = open.filter(({ needs }) => !needs.some((need) => keys.has(need)));
      const start = async (task: TaskIntent) => ({ task, work: await this.#work(task, 1, this.head, []) });
      const works = await Promise.all(wave.map(start));
      if (this.choices.reverse) works.reverse();
      for (const { task, work } of works) await this.#land(task, work);
      waves.push(wave.length);
      open = open.filter((task) => !wave.includes(task));
    }
    return waves;
  }

  read = (path: string) => this.mirror.readFile(this.head, path);
}

test.each<Choices>([
  { directive: "early", veto: true, reverse: false },
  { directive: "late", veto: false, reverse: true },
  { directive: undefined, veto: false, reverse: false },
])("two cycles turn recipes into a list: %o", async (choices) => {
  const story = new Story(choices, await mkdtemp(join(folder, "play-")));
  await story.begin();
  expect(await story.passed()).toEqual([true, false, false, false]);
  expect((await story.cycle(1))[0]).toBeGreaterThanOrEqual(6);
  expect(await story.passed()).toEqual([true, true, true, false]);
  expect(await story.judge(1)).toBe("continue");
  await story.cycle(2);
  expect(await story.passed()).toEqual([true, true, true, true]);
  expect(await story.judge(2)).toBe("done");

  const second = conflicting[choices.reverse ? 0 : 1] ?? "";
  expect([...story.conflicts]).toEqual([[second, ["src/units.js"]]]);
  for (const unit of ["tsp:", "cup:", "oz:", "lb:"]) expect(await story.read("src/units.js")).toContain(unit);
  const unit = choices.directive ? "g" : "oz";
  expect(await story.read("src/print-list.js")).toContain(`export const houseWeight = "${unit}";`);
  const report = { id: "D1", honoured: "yes", path: "src/print-list.js" };
  expect(story.handOffs.get(listing)?.directives).toMatchObject(choices.directive ? [report] : []);
  expect(story.handOffs.has(vetoed)).toBe(!choices.veto);
  expect((await story.read("src/print-list.js"))?.includes("🥕")).toBe(!choices.veto);
  expect(story.refused).toEqual([]);
});

const header = (role: string, issue: string) => `Role: ${role}\nIssue: #7 ${issue}\nCycle: 1\nAttempt: 1\n\n`;
const asked = (...messages: OpenAI.Chat.ChatCompletionMessageParam[]) => ({ model: "lines", messages });
const user = (content: string) => ({ role: "user" as const, content });

const client = () => new OpenAI({ baseURL: player.baseUrl, apiKey: "none" }).chat.completions;
const callsOf = ({ choices }: OpenAI.Chat.ChatCompletion) =>
  (choices[0]?.message.tool_calls ?? []).map((call) =>
    call.type === "function" ? [call.function.name, JSON.parse(call.function.arguments)] : [],
  );

test("one set of lines answers whole and in a stream, with usage, wherever a conversation stands", async () => {
  const opening = user(header("worker", listing));
  const whole = await client().create(asked(opening));
  expect(callsOf(whole).map(([name]) => name)).toEqual(["read_file", "read_file"]);
  expect(whole.usage?.prompt_tokens).toBeGreaterThan(20);

  const later = asked(user(header("worker", "Another")), opening, { role: "assistant", content: "So." });
  const stream = client().stream({ ...later, stream_options: { include_usage: true } });
  const streamed = await stream.finalChatCompletion();
  const again = await client().create(later);
  expect(callsOf(streamed)[0]).toMatchObject(["write_file", { path: "src/print-list.js" }]);
  expect(callsOf(again)).toEqual(callsOf(streamed));
  expect(again.usage?.prompt_tokens_details?.cached_tokens).toBe(streamed.usage?.prompt_tokens);
});

test("without a line each role still ends, and a judge goes by the results", async () => {
  const says = async (...contents: string[]) =>
    callsOf(await client().create(asked(...contents.map(user))))[0];
  expect(await says(header("planner", "Unknown"))).toMatchObject(["finish", { done: true }]);
  const notice = directiveNotice([{ ...grams, id: "D3" }]);
  const directives = [{ id: "D3", honoured: "no" }];
  expect(await says(header("worker", "Unknown"), notice)).toMatchObject(["submit", { directives }]);
  const passed = `${header("judge", "Unknown")}passed: a`;
  const refusal = 'Refused: the verdict cannot be "done": no.';
  expect(await says(passed)).toMatchObject(["give_verdict", { verdict: "done" }]);
  expect(await says(passed, refusal)).toMatchObject(["give_verdict", { verdict: "continue" }]);
  const failed = `${passed}\nFAILED (exit code 1): b`;
  expect(await says(failed)).toMatchObject(["give_verdict", { verdict: "continue" }]);
  await expect(says("Hello")).rejects.toThrow(/header/);
});

test("only lines that name who said them may be called recorded", () => {
  expect(() => parseLines("x.yaml", "kind: recorded\nscripts: []\n")).toThrow(/x\.yaml/);
  const named = "kind: recorded\nmodel: a/b\ndate: 2030-01-01\npromptHash: abc\nscripts: []\n";
  expect(parseLines("x.yaml", named).kind).toBe("recorded");
});
