/** `stigmergy demo`: the whole loop on an example repository, without an account and without a key. */

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { parseGoal } from "../../codec/goal-text.ts";
import { readEnvironment } from "../../config.ts";
import { usualLease } from "../../domain/lease.ts";
import { crewFrom, modelsFrom } from "../crew.ts";
import type { Embedded } from "../embedded.ts";
import { portFrom, refusePort } from "../forge-command.ts";
import { openGoal, reportOf } from "../goal-run.ts";
import { interrupted } from "../interrupt.ts";
import { Narrator } from "../narrator.ts";
import { printReport } from "../print-report.ts";
import { requireServers } from "../reachable.ts";
import { Refusal } from "../refusal.ts";
import type { Report } from "../report.ts";
import { chooseSandbox } from "../sandbox-choice.ts";
import { exampleFolder, makeExample } from "./example.ts";
import { type Person, sabotage, speak } from "./human.ts";
import { startPlayer } from "./played-model.ts";
import { loadLines } from "./script.ts";
import { story } from "./story.ts";

export interface DemoOptions {
  readonly directive: boolean;
  readonly veto: boolean;
  readonly sabotage?: boolean;
  readonly model?: string;
  readonly port: string;
  readonly serve?: boolean;
  readonly json?: boolean;
  readonly seed?: string;
}

export const demoCommand = (): Command =>
  new Command("demo")
    .description("show the whole loop on an example repository: no account, no key")
    .option("--no-directive", "the person gives no directive")
    .option("--no-veto", "the person vetoes nothing")
    .option("--sabotage", "a landed file is broken on the integration branch")
    .option("--model <compatible/name>", "a live model at OPENAI_BASE_URL instead of the scripted lines")
    .option("--seed <number>", "draw the lines' delays from this seed, for another order of events")
    .option("--port <number>", "port of the forge; 0 is any free one", "0")
    .option("--serve", "keep the forge and its pages up afterwards")
    .option("--json", "print only the report, as JSON, on standard output")
    .action(async (options: DemoOptions) => {
      const out = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
      const report = await runDemo(options, out);
      if (report) process.exitCode = report.goal.state === "done" ? 0 : 1;
      else process.exitCode = 130;
    });

const where = { owner: "stigmergy-demo", name: "kitchen" };
const human = "ada";

/** Plays the demo and answers its report; undefined when somebody stopped it. Nothing of it is left. */
async function runDemo(options: DemoOptions, say: (line: string) => void): Promise<Report | undefined> {
  const port = portFrom(options.port);
  const live = options.model !== undefined;
  if (live && !options.model?.startsWith("compatible/"))
    throw new Refusal(`--model ${options.model} is not understood here: use compatible/NAME.`);
  const lines = loadLines();
  const { sandbox, line } = await chooseSandbox({
    allowNone: !live,
    env: {},
    instead: "A live model needs one: install the package bubblewrap.",
  });
  await using cleanup = new AsyncDisposableStack();
  const seed = options.seed === undefined ? {} : { seed: seedFrom(options.seed) };
  const player = live ? undefined : await startPlayer({ lines, ...seed });
  cleanup.defer(async () => player?.close());
  const env = readEnvironment(player ? { OPENAI_BASE_URL: player.baseUrl } : undefined);
  say(
    live
      ? `A live model, ${options.model}, plays the goal. Sandbox: ${line}.`
      : `The model's lines are ${lines.kind}, its tokens and money simulated; git, HTTP, webhooks, commands and tests are real. Sandbox: ${line}.`,
  );
  const stopped = interrupted();
  const state = await mkdtemp(join(tmpdir(), "stigmergy-demo-"));
  cleanup.defer(() => rm(state, { recursive: true, force: true }));
  const narrator = new Narrator(say, live ? 30_000 : 1500);
  cleanup.defer(() => narrator.end());
  const models = modelsFrom(env, [options.model ?? "compatible/scripted"]);
  if (live) await requireServers(models, env);
  const crew = await crewFrom(models, env, sandbox, live ? undefined : simulatedPrice);
  const { startEmbedded } = await import("../embedded.ts");
  const embedded = await startEmbedded({
    state,
    port,
    repository: { ...where, ...(await makeExample(join(state, "source"))) },
    human,
    app: {
      instance: "demo",
      sweepSeconds: 5,
      lease: usualLease,
      capacity: 8,
      crew,
      watch: (_goal, event) => narrator.watch(event),
    },
  }).catch(refusePort(port));
  cleanup.defer(() => embedded.close());
  say(`pages: ${embedded.forge.url}/${where.owner}/${where.name}`);
  const model: Report["model"] = { kind: live ? "live" : lines.kind, simulated: !live };
  const played = play(embedded, narrator, options, state, model, sandbox.kind);
  // What is stopped in its middle may fail in any way, and nobody waits for it.
  played.catch(() => {});
  const report = await Promise.race([played, stopped]);
  if (report === "stopped") {
    say("stopped");
    return undefined;
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else
    say(
      `${printReport(report)}\nPages        ${report.forge.url}${options.serve ? "" : " (--serve keeps them up)"}`,
    );
  if (options.serve) {
    narrator.end();
    say("The forge stays up until you press Ctrl-C.");
    await stopped;
  }
  return report;
}

function seedFrom(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(`--seed ${text} is no seed: use a whole number.`);
  return Number(text);
}

/** USD per million tokens, only so that the money shown is not zero. */
const simulatedPrice = { input: 1, cachedInput: 0.1, output: 5 };

async function play(
  embedded: Embedded,
  narrator: Narrator,
  options: DemoOptions,
  state: string,
  model: Report["model"],
  sandbox: Report["sandbox"],
): Promise<Report> {
  const text = parseGoal(readFileSync(join(exampleFolder, "goal.md"), "utf8"));
  const goal = await openGoal(embedded, where, text.title, text.text);
  const over = new AbortController();
  const person: Person = {
    octokit: embedded.human,
    where,
    goal,
    signal: over.signal,
    every: model.simulated ? 150 : 5000,
  };
  const token = embedded.forge.createUser(human).token;
  const access = { url: embedded.forge.url, token, folder: join(state, "person.git") };
  const acts = [
    ...(options.directive ? [speak(person, story.directive)] : []),
    ...(options.veto ? [speak(person, story.veto)] : []),
    ...(options.sabotage ? [sabotage(person, access, story.sabotage.seeing, story.sabotage.file)] : []),
  ];
  await Promise.race([narrator.closed, ...acts.map((act) => act.then(() => narrator.closed))]);
  over.abort();
  await Promise.all(acts);
  await embedded.app.stop();
  return reportOf(embedded, narrator, state, where, { model, sandbox, branch: null });
}
