/** A goal in the middle of its first cycle, as large as wanted, made by the swarm's own effects on the real forge. */

import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { probotFor } from "../../src/cli/embedded.ts";
import { formatBranch } from "../../src/codec/branch-name.ts";
import { repositorySecret } from "../../src/codec/marker.ts";
import { registerComments } from "../../src/decide/listen.ts";
import { showTasks } from "../../src/decide/show.ts";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { usualLease } from "../../src/domain/lease.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { taskHolder, tasksOf } from "../../src/domain/task.ts";
import type { TipState } from "../../src/domain/tip.ts";
import { plansOf } from "../../src/domain/tree.ts";
import type { World } from "../../src/domain/world.ts";
import { gitCheckouts } from "../../src/effect/checkout.ts";
import { systemClock } from "../../src/effect/clock.ts";
import { startCycle } from "../../src/effect/cycles.ts";
import { gitLogin } from "../../src/effect/git-login.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { GitHub } from "../../src/effect/github.ts";
import { createIssues, showQuestion } from "../../src/effect/issues.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { type Outside, randomNonce } from "../../src/effect/outside.ts";
import { takeStep } from "../../src/effect/steps.ts";
import { type Forge, startForge } from "../../src/forge/forge.ts";
import { readCharter } from "../../src/intake/charter.ts";
import { History } from "../../src/intake/history.ts";
import { IssueReader } from "../../src/intake/issue-reader.ts";
import { loadWorld } from "../../src/intake/load-world.ts";
import { Stillness } from "../../src/intake/stillness.ts";
import { planned, someFacts } from "./builders.ts";
import { repositoryOf } from "./swarm.ts";

export interface LargeGoal {
  readonly forge: Forge;
  readonly login: ReturnType<Forge["createApp"]>;
  readonly goal: number;
  /** Speaks as the person who opened the goal. */
  readonly human: Octokit;
}

export const where = { owner: "acme", repo: "shop" };
export const steward = "one";

/** So many tasks hang under one plan, as the planner's prompt asks for. */
const perPlan = 64;
const strangers = ["eve", "mallory", "trent"];
const goalText = "Build it.\n\n## Checks\n\n- `true`\n\n## Limits\n\n- budget: 5000\n";
const taskText = "Do this part of the work so that the checks pass, and say what you did. ".repeat(12);

/** Of `tasks` open tasks 4 % are claimed, 2 % submitted, 1 % ask something; 30 % have a person's directive. */
export async function aLargeGoal(dir: string, tasks: number): Promise<LargeGoal> {
  // As if it had taken an hour: no more issues come in a second than GitHub lets anybody create.
  let time: number | undefined;
  const clock = () => {
    if (time === undefined) return Date.now();
    time += 15;
    return time;
  };
  const forge = await startForge({ dir: join(dir, "forge"), clock });
  const { token } = forge.createUser("ada");
  const from = await repositoryOf(dir, { "README.md": "A shop.\n" });
  await forge.createRepository(where.owner, where.repo, {
    from,
    ref: "main",
    collaborators: { ada: "admin" },
  });
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  const { installationId } = forge.install("stigmergy", `${where.owner}/${where.repo}`);
  const human = octokit(forge, token);
  const probot = probotFor(forge, login);
  const api = await probot.auth(installationId);
  const gitHeader = gitLogin(() => probot.auth(), installationId, systemClock);
  // Tokens are given out by the true time.
  await Promise.all([api.request("GET /installation/repositories"), gitHeader()]);
  time = Date.now() - 3_600_000;
  const labels = ["swarm:goal"];
  const opened = (await human.rest.issues.create({ ...where, title: "A shop", body: goalText, labels })).data;
  const url = `${forge.url}/${where.owner}/${where.repo}.git`;
  const mirror = new GitMirror(join(dir, "builder.git"), url, gitHeader);
  await mirror.prepare();
  const outbox = new Outbox(mirror);
  const log = new LogBranch(mirror, outbox, formatBranch({ kind: "log", goal: opened.number }));
  const outside: Outside = {
    ...{
      goal: opened.number,
      instance: steward,
      secret: repositorySecret(login.webhookSecret, (await human.rest.repos.get(where)).data.id),
      defaultBranch: "main",
      forget: () => {},
    },
    ...{ clock: systemClock, nonce: randomNonce, checkouts: gitCheckouts(mirror) },
    ...{ mirror, outbox, log, github: new GitHub(api, where) },
  };
  const reader = new IssueReader(outside.github, outside.secret, opened.created_at);
  const load = () => read(outside, reader);
  await begin(outside, load);
  await plan(outside, load, tasks);
  await talk(forge, human, outside, await load());
  await work(outside, load);
  time = undefined;
  return { forge, login, goal: opened.number, human };
}

const octokit = (forge: Forge, auth: string) => new Octokit({ auth, baseUrl: `${forge.url}/api/v3` });

async function read(outside: Outside, reader: IssueReader): Promise<World> {
  const nobody = new Set<number>();
  const busy = {
    planners: nobody,
    workers: nobody,
    told: new Map(),
    preparing: false,
    judging: false,
    checking: false,
  };
  const stillness = new Stillness();
  const stillFor: Parameters<typeof loadWorld>[1]["stillFor"] = (refs) => stillness.observe(refs, 0);
  const world = await loadWorld(
    { outside, reader, history: new History(outside.mirror) },
    {
      busy,
      capacity: 0,
      lease: usualLease,
      now: Date.now(),
      stillFor,
      monotonic: 0,
    },
  );
  if (!world) throw new Error("The goal cannot be read.");
  return world;
}

/** Accepted, with its first cycle and the checks of its base. */
async function begin(outside: Outside, load: () => Promise<World>): Promise<void> {
  const { mirror, log } = outside;
  await log.append("one is the steward", [{ kind: "steward", instance: steward }]);
  const world = await load();
  const base = await mirror.head("main");
  const charter = await readCharter(mirror, base, world.goal.title, world.goal.body);
  await log.append("accepted", [{ kind: "accepted", charter, user: world.goal.author.id, base }]);
  await startCycle(outside, await load(), 1);
  const results = [{ command: "true", passed: true, exitCode: 0, seconds: 0, output: "" }];
  await log.append("checked", [{ kind: "checked", commit: base, results }]);
}

async function plan(outside: Outside, load: () => Promise<World>, tasks: number): Promise<void> {
  const { log, goal } = outside;
  const plans = Math.ceil(tasks / perPlan);
  const record = async () => {
    const world = await load();
    const fresh = [...world.log.planned.values()].filter((one) => one.number === undefined);
    await createIssues(outside, world, fresh);
  };
  const intents = Array.from({ length: plans }, (_, n) => ({
    ...{ kind: "plan" as const, key: `p${n}`, name: `${goal}/c1/p${goal}/w1/p${n}` },
    ...{ title: `Part ${n}`, body: taskText },
  }));
  await log.append("planned", [planned({ plan: issueNumber(goal), intents })]);
  await record();
  const parts = plansOf(await load()).filter((one) => one.number !== goal);
  for (const [index, { number }] of parts.entries()) {
    const size = Math.min(perPlan, tasks - index * perPlan);
    await log.append(`planned ${number}`, [
      planned({ plan: issueNumber(number), intents: slice(goal, number, size) }),
    ]);
    await record();
  }
  const world = await load();
  const grant = { usd: 1, tokens: undefined };
  const granted = tasksOf(world).map(
    (task): Entry => ({ kind: "granted", holder: taskHolder(task.number), grant }),
  );
  await log.append("granted", granted);
}

/** Every fifth task needs the one before it. */
const slice = (goal: number, plan: number, size: number) =>
  Array.from({ length: size }, (_, n) => {
    const name = (k: number) => `${goal}/c1/p${plan}/w1/k${k}`;
    const needs = n % 5 === 4 ? [name(n - 1)] : [];
    return {
      kind: "task" as const,
      key: `k${n}`,
      name: name(n),
      title: `Task ${n} of #${plan}`,
      body: taskText,
      needs,
    };
  });

/** Directives that are in the log, and words of strangers that never will be. */
async function talk(forge: Forge, human: Octokit, outside: Outside, world: World): Promise<void> {
  const tasks = tasksOf(world);
  const say = (api: Octokit, issue_number: number, body: string) =>
    api.rest.issues.createComment({ ...where, issue_number, body });
  for (const [n, task] of tasks.entries()) {
    if (n % 10 < 3) await say(human, task.number, `Use metres, not feet (${n}).`);
  }
  for (const login of strangers) {
    const stranger = octokit(forge, forge.createUser(login).token);
    for (const task of tasks.slice(0, Math.ceil(tasks.length / 20)))
      await say(stranger, task.number, "/swarm stop");
  }
  const reader = new IssueReader(outside.github, outside.secret, "2020-01-01T00:00:00Z");
  for (const command of registerComments(await read(outside, reader)))
    if (command.kind === "append") await outside.log.append(command.subject, command.entries);
}

async function work(outside: Outside, load: () => Promise<World>): Promise<void> {
  const { mirror } = outside;
  const world = await load();
  const head = world.integration?.head;
  if (!head) throw new Error("There is no integration branch.");
  const step = async (
    task: number,
    n: number,
    state: Exclude<TipState, { kind: "pushed" | "landed" | "reverted" }>,
  ) => {
    const file = { path: `part-${task}.txt`, text: `${n}\n` };
    const tree = await mirror.treeWith(head, state.kind === "submitted" ? [file] : []);
    const facts = { ...someFacts, spent: { ...nothingSpent, usd: 0.01, inputTokens: 1000 } };
    const message = { subject: `#${task}`, words: "Said.", facts, state };
    await takeStep(outside, { task, from: undefined, tree, parents: [head], message });
  };
  const states = tasksOf(world).map((task, n) => [task.number, n, stateOf(n)] as const);
  await Promise.all(states.map(([task, n, state]) => state && step(task, n, state)));
  const shown = await load();
  for (const command of showTasks(shown)) {
    if (command.kind === "label") await outside.github.changeIssue(command.issue, { labels: command.labels });
    if (command.kind === "show-question") await showQuestion(outside, shown, command.task);
  }
}

function stateOf(n: number): Parameters<typeof takeStep>[1]["message"]["state"] | undefined {
  if (n % 25 === 0) return { kind: "claimed", claim: `c${n}`, instance: steward };
  if (n % 50 === 1) return { kind: "submitted", handOff: "It is done." };
  return n % 100 === 2 ? { kind: "asked", question: "Which one?", seen: 10_000 } : undefined;
}
