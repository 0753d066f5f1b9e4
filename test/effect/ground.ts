/** Real repositories for effect tests: a bare one that stands for the forge, and any number of clients of it. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sha } from "../../src/domain/ids.ts";
import { gitCheckouts } from "../../src/effect/checkout.ts";
import { systemClock } from "../../src/effect/clock.ts";
import { git, tryGit } from "../../src/effect/git.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { type Outside, randomNonce } from "../../src/effect/outside.ts";
import { takeStep } from "../../src/effect/steps.ts";
import { goal, someFacts } from "../support/builders.ts";

export type Files = Readonly<Record<string, string>>;
export type Client = Omit<Outside, "github" | "mirror"> & { readonly mirror: GitMirror };

export interface Ground extends AsyncDisposable {
  readonly dir: string;
  /** The first commit: `main` and integration begin there. */
  readonly base: Sha;
  readonly one: Client;
  /** Another process with a mirror of its own. */
  client(instance: string): Promise<Client>;
  tip(branch: string): Promise<string | undefined>;
  /** Makes the forge run a script when it receives a push. */
  hook(name: string, script: string): Promise<void>;
}

export async function aGround(files: Files = { "a.txt": "a\n" }): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), "stigmergy-effect-"));
  const forge = join(dir, "forge.git");
  await git(dir, ["init", "--quiet", "--bare", "--initial-branch=main", forge], { discover: true });
  const client = async (instance: string): Promise<Client> => {
    const mirror = new GitMirror(join(dir, `${instance}.git`), forge, async () => "");
    await mirror.prepare();
    const outbox = new Outbox(mirror);
    const log = new LogBranch(mirror, outbox, `swarm/${goal}/log`);
    const machine = { clock: systemClock, nonce: randomNonce, checkouts: gitCheckouts(mirror) };
    return {
      goal,
      instance,
      secret: "s",
      ...machine,
      mirror,
      outbox,
      log,
      defaultBranch: "main",
      forget: () => {},
    };
  };
  const one = await client("one");
  const base = await commit(one, [], files);
  const from = undefined;
  const moves = ["main", `swarm/${goal}/integration`].map((branch) => ({ branch, from, to: base }));
  await one.mirror.push(moves, true);
  return {
    dir,
    base,
    one,
    client: async (instance) => {
      const made = await client(instance);
      await made.mirror.fetch(["*"]);
      return made;
    },
    tip: async (branch) => {
      const found = await tryGit(forge, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]);
      return found.stdout.trim() || undefined;
    },
    hook: (name, script) => writeFile(join(forge, "hooks", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Of GitHub the effects under test ask only whether an issue is still open. */
const everythingOpen = { openOf: async (numbers: readonly number[]) => new Set(numbers) };

/** What every effect under test takes. */
export const outsideOf = (client: Client): Outside =>
  ({ ...client, github: everythingOpen }) as unknown as Outside;

/** The log's first commit, which nothing but the log is built on. */
export const beginsLog = ({ log, instance }: Client): Promise<void> =>
  log.append(`${instance} is the steward`, [{ kind: "steward", instance }]);

/** A commit with some files changed. */
export async function commit(client: Client, parents: readonly Sha[], files: Files): Promise<Sha> {
  const changed = Object.entries(files).map(([path, text]) => ({ path, text }));
  return client.mirror.commit(await client.mirror.treeWith(parents[0], changed), parents, "work");
}

/** A task branch whose tip is a submission that changes some files. */
export async function submits(client: Client, task: number, base: Sha, files: Files): Promise<Sha> {
  const changed = Object.entries(files).map(([path, text]) => ({ path, text }));
  const step = await takeStep(outsideOf(client), {
    task,
    from: undefined,
    tree: await client.mirror.treeWith(base, changed),
    parents: [base],
    message: {
      subject: `submit #${task}`,
      words: "It is done.",
      facts: someFacts,
      state: { kind: "submitted", handOff: "" },
    },
  });
  if (!step) throw new Error(`The branch of task ${task} was there already.`);
  return step;
}

/** A submission as landing takes it. */
export const toLand = (task: number, commit: Sha) => ({
  task,
  commit,
  message: { subject: `Task ${task} (#${task})`, words: "", task, plan: goal, cycle: 1, facts: someFacts },
});
