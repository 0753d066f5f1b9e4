/** `stigmergy run GOAL.md`: a goal on the user's own repository, with real models, without GitHub. */

import { randomUUID } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { detectSandbox } from "../agent/sandbox/detect.ts";
import { formatBranch } from "../codec/branch-name.ts";
import type { GoalText } from "../codec/goal-text.ts";
import { readEnvironment, stateHome } from "../config.ts";
import { parsePrice, priceOf } from "../model/prices.ts";
import { crewFrom, modelsFrom } from "./crew.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { callerFolder, portFrom, refusePort } from "./forge-command.ts";
import { openGoal, reportOf, type Where } from "./goal-run.ts";
import { defaultFolder, placeFor, readState, writeState } from "./goal-state.ts";
import { interrupted } from "./interrupt.ts";
import { Narrator } from "./narrator.ts";
import { printReport } from "./print-report.ts";
import { requireServers } from "./reachable.ts";
import { Refusal } from "./refusal.ts";
import { fetchResult, refuseTakenPrefix } from "./result-branch.ts";
import { readGoalFile } from "./run-goal-file.ts";
import { openSource, type Source } from "./source.ts";
import { makeStateFolder } from "./state-folder.ts";
import { lockState } from "./state-lock.ts";

interface Flags {
  readonly repo: string;
  readonly workers?: string;
  readonly model: readonly string[];
  readonly budget?: string;
  readonly price?: string;
  readonly maxTokensTotal?: string;
  readonly state?: string;
  readonly port: string;
  readonly unsafeNoSandbox?: boolean;
  readonly json?: boolean;
}

export const runCommand = (): Command =>
  new Command("run")
    .description("run a goal on a repository of yours, in an embedded forge, with real models")
    .argument("<goal>", "Markdown file: a title, free text, and sections Done when, Checks, Setup, Limits")
    .option("--repo <dir>", "the repository", ".")
    .option("--workers <n>", "most workers at the same time")
    .option("--model <name...>", "provider/model for all roles, or ROLE=provider/model", [])
    .option("--budget <usd>", "most USD to spend")
    .option("--price <in,out>", "USD per million input and output tokens, when the model's price is unknown")
    .option("--max-tokens-total <n>", "most tokens to spend, input and output together")
    .option("--state <dir>", "folder that keeps the run; by default below $XDG_STATE_HOME/stigmergy")
    .option("--port <number>", "port of the forge; 0 is any free one", "0")
    .option("--unsafe-no-sandbox", "run commands without a sandbox: they can read and write what you can")
    .option("--json", "print only the report, as JSON, on standard output")
    .action(run);

async function run(file: string, flags: Flags): Promise<void> {
  const env = readEnvironment();
  const goal = readGoalFile(resolve(callerFolder(), file), flags);
  const source = await openSource(resolve(callerFolder(), flags.repo), resolve(callerFolder(), file));
  await refuseTakenPrefix(source.from);
  const sandbox = await chooseSandbox(flags);
  const models = modelsFrom(env, flags.model);
  const price = flags.price === undefined ? undefined : parsePrice(flags.price);
  if (flags.price !== undefined && !price)
    throw new Refusal(
      `--price ${flags.price} is not understood: use IN,OUT in USD per million tokens, such as 3,15.`,
    );
  const unpriced = Object.values(models).find((model) => priceOf(model, price) === undefined);
  if (unpriced && goal.limits.budget !== undefined)
    throw new Refusal(
      `The price of ${unpriced} is unknown, so a budget in USD cannot be kept: give --price IN,OUT, or use --max-tokens-total.`,
    );
  const crew = await crewFrom(models, env, sandbox, price);
  const port = portFrom(flags.port);
  await requireServers(models, env);

  const place = placeFor(
    flags.state === undefined
      ? defaultFolder(stateHome(env), source.from, goal.title)
      : resolve(callerFolder(), flags.state),
    goal.title,
  );
  await using cleanup = new AsyncDisposableStack();
  const stopped = interrupted();
  const takeBack = makeStateFolder(place.folder);
  let isOpen = false;
  cleanup.defer(() => (isOpen ? undefined : takeBack()));
  cleanup.defer(lockState(place.folder));
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  say(
    `sandbox: ${sandbox}; models: ${[...new Set(Object.values(models))].join(", ")}${unpriced ? " (price unknown)" : ""}; state: ${place.folder}`,
  );
  if (source.uncommitted.length > 0)
    say(`not used, because not committed: ${source.uncommitted.slice(0, 10).join(", ")}`);

  const narrator = new Narrator(say, 30_000);
  cleanup.defer(() => narrator.end());
  const state = readState(place.folder) ?? { instance: randomUUID(), finished: false };
  writeState(place.folder, state);
  const where = { owner: "you", name: repositoryName(source) };
  const embedded = await startEmbedded({
    state: place.folder,
    port,
    repository: { ...where, from: source.from, ref: source.ref },
    human: "you",
    app: {
      instance: state.instance,
      sweepSeconds: env.STIGMERGY_SWEEP_SECONDS,
      capacity: goal.limits.workers ?? env.STIGMERGY_WORKERS,
      crew,
      watch: (_goal, event) => narrator.watch(event),
    },
  }).catch(refusePort(port));
  cleanup.defer(() => embedded.close());
  say(`pages: ${embedded.forge.url}/${where.owner}/${where.name}`);
  const number = await openOrEdit(embedded, where, goal, state.goal);
  isOpen = true;
  writeState(place.folder, { ...state, goal: number });
  const end = await Promise.race([narrator.closed, stopped]);
  await embedded.app.stop();
  if (end === "stopped") {
    say("stopped; the same command goes on from here");
    process.exitCode = 130;
    return;
  }
  const branch = await fetchResult({
    from: join(place.folder, "forge", "repos", where.owner, `${where.name}.git`),
    into: source.from,
    branch: formatBranch({ kind: "integration", goal: number }),
    slug: place.slug,
  });
  writeState(place.folder, { ...state, goal: number, finished: true });
  const told = { model: { kind: "live" as const, simulated: false }, sandbox, branch };
  const report = await reportOf(embedded, narrator, place.folder, where, told);
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${printReport(report)}\n`);
  say(`pages again: stigmergy forge --state ${join(place.folder, "forge")}`);
  say(
    `look at it: git -C ${flags.repo} log --first-parent ${branch}; git -C ${flags.repo} diff HEAD...${branch}`,
  );
  process.exitCode = report.goal.state === "done" ? 0 : 1;
}

async function chooseSandbox(flags: Flags): Promise<"bwrap" | "none"> {
  if (flags.unsafeNoSandbox) return "none";
  const detected = await detectSandbox();
  if (detected.kind === "bwrap") return "bwrap";
  throw new Refusal(
    `No sandbox: ${detected.why}. Install the package bubblewrap, or say --unsafe-no-sandbox to let agents' commands do whatever you can.`,
  );
}

/** The goal as an issue: opened once, edited when the file changed since. */
async function openOrEdit(
  embedded: Embedded,
  where: Where,
  goal: GoalText,
  known: number | undefined,
): Promise<number> {
  if (known === undefined) return openGoal(embedded, where, goal.title, goal.text);
  const at = { owner: where.owner, repo: where.name, issue_number: known };
  const issue = (await embedded.human.rest.issues.get(at)).data;
  if (issue.title !== goal.title || issue.body !== goal.text)
    await embedded.human.rest.issues.update({ ...at, title: goal.title, body: goal.text });
  return known;
}

const repositoryName = (source: Source): string => {
  const name =
    basename(source.from) === ".git" ? basename(dirname(source.from)) : basename(source.from, ".git");
  return name.replace(/[^\w.-]/g, "-").replace(/^\./, "-");
};
