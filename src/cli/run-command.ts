/** `stigmergy run GOAL.md`: a goal on the user's own repository, with real models, without GitHub. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Command } from "commander";
import { formatBranch } from "../codec/branch-name.ts";
import type { GoalText } from "../codec/goal-text.ts";
import { labelName } from "../codec/labels.ts";
import type { Embedded } from "./embedded.ts";
import { refusePort } from "./forge-command.ts";
import { openGoal, reportOf, type Where } from "./goal-run.ts";
import { readState, writeState } from "./goal-state.ts";
import { interrupted } from "./interrupt.ts";
import { Narrator } from "./narrator.ts";
import { printReport } from "./print-report.ts";
import { fetchResult } from "./result-branch.ts";
import { type RunFlags, readRunSettings } from "./run-settings.ts";
import { makeStateFolder } from "./state-folder.ts";
import { lockState } from "./state-lock.ts";

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

async function run(file: string, flags: RunFlags): Promise<void> {
  const { env, goal, source, repository, sandbox, models, crew, unpriced, port, sweepSeconds, place } =
    await readRunSettings(file, flags);
  await using cleanup = new AsyncDisposableStack();
  const stopped = interrupted();
  const takeBack = makeStateFolder(place.folder);
  let isOpen = false;
  cleanup.defer(() => (isOpen ? undefined : takeBack()));
  cleanup.defer(lockState(place.folder));
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  say(
    `sandbox: ${sandbox.line}; models: ${[...new Set(Object.values(models))].join(", ")}${unpriced ? " (price unknown)" : ""}; state: ${place.folder}`,
  );
  if (source.uncommitted.length > 0)
    say(`not used, because not committed: ${source.uncommitted.slice(0, 10).join(", ")}`);

  const narrator = new Narrator(say, 30_000);
  cleanup.defer(() => narrator.end());
  const state = readState(place.folder) ?? { instance: randomUUID(), finished: false };
  writeState(place.folder, state);
  const where = { owner: "you", name: repository };
  // The forge and the app take a while to load: what is refused is refused before.
  const { startEmbedded } = await import("./embedded.ts");
  const embedded = await startEmbedded({
    state: place.folder,
    port,
    repository: { ...where, from: source.from, ref: source.ref },
    human: "you",
    app: {
      instance: state.instance,
      sweepSeconds,
      lease: env.STIGMERGY_LEASE_SECONDS * 1000,
      capacity: goal.limits.workers ?? env.STIGMERGY_WORKERS,
      crew,
      watch: (_goal, event) => narrator.watch(event),
    },
  }).catch(refusePort(port));
  cleanup.defer(() => embedded.close());
  say(`pages: ${embedded.forge.url}/${where.owner}/${where.name}`);
  const number = await openOrEdit(embedded, where, goal);
  isOpen = true;
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
  writeState(place.folder, { ...state, finished: true });
  const told = { model: { kind: "live" as const, simulated: false }, sandbox: sandbox.sandbox.kind, branch };
  const report = await reportOf(embedded, narrator, place.folder, where, told);
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${printReport(report)}\n`);
  say(`pages again: stigmergy forge --state ${join(place.folder, "forge")}`);
  say(
    `look at it: git -C ${flags.repo} log --first-parent ${branch}; git -C ${flags.repo} diff HEAD...${branch}`,
  );
  process.exitCode = report.goal.state === "done" ? 0 : 1;
}

/** The goal as an issue: the only one with its label in this forge, opened once and edited when the file changed since. */
async function openOrEdit(embedded: Embedded, where: Where, goal: GoalText): Promise<number> {
  const { issues } = embedded.human.rest;
  const at = { owner: where.owner, repo: where.name };
  const known = await issues.listForRepo({ ...at, labels: labelName("goal"), state: "all" });
  const [issue] = known.data;
  if (!issue) return openGoal(embedded, where, goal.title, goal.text);
  if (issue.title !== goal.title || issue.body !== goal.text)
    await issues.update({ ...at, issue_number: issue.number, title: goal.title, body: goal.text });
  return issue.number;
}
