/** Installs what a goal's commands need, once per lockfile hash on the trusted base, to be shared read-only. */

import { randomUUID } from "node:crypto";
import { cp, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lockfileHash } from "./lockfile.ts";
import type { Sandbox, Share } from "./sandbox/sandbox.ts";
import { createdShares } from "./setup-products.ts";

const COMMAND_TIMEOUT_MS = 15 * 60_000;

export interface SetupRequest {
  /** A copy of the trusted base tree, made by the caller and not changed here. */
  readonly tree: string;
  readonly commands: readonly string[];
  /** Host folder that keeps the results, one folder per hash. */
  readonly store: string;
  readonly sandbox: Sandbox;
  /** Added to the environment of the commands, see `registryEnvironment`. Never a secret. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export type SetupResult = { readonly shares: readonly Share[] } | { readonly failed: string };

/** What the marker file says: it is written last, so a folder without one is rubbish of a crash. */
const Marker = z.strictObject({
  build: z.string(),
  shares: z.array(z.strictObject({ name: z.string(), scratch: z.array(z.string()) })),
});

/**
 * Runs the commands with network in a copy of the tree, one after the other, and shares what they created.
 * The same lockfiles and commands give the earlier result without running anything. `failed` is one
 * sentence and the end of the output; nothing of a failed run is kept. Rejects when aborted.
 */
export async function prepareSetup(request: SetupRequest): Promise<SetupResult> {
  if (request.commands.length === 0) return { shares: [] };
  const folder = join(request.store, lockfileHash(request.tree, request.commands));
  const earlier = await finished(folder);
  if (earlier !== undefined) return { shares: earlier };

  await removeRubbish(folder);
  const build = `${process.pid}-${randomUUID()}`;
  const copy = join(folder, build, "tree");
  const home = join(folder, build, "home");
  let kept = false;
  try {
    await mkdir(home, { recursive: true });
    await cp(request.tree, copy, { recursive: true, verbatimSymlinks: true });
    const failed = await firstFailure(request, copy, home);
    if (failed !== undefined) return { failed };
    const shares = createdShares(request.tree, copy);
    kept = await markFinished(folder, build, shares);
    return { shares: kept ? shares : ((await finished(folder)) ?? []) };
  } finally {
    await rm(kept ? home : join(folder, build), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function firstFailure(request: SetupRequest, copy: string, home: string): Promise<string | undefined> {
  for (const command of request.commands) {
    const result = await request.sandbox.run({
      command,
      workspace: copy,
      writable: true,
      shares: [],
      network: true,
      environment: request.environment ?? {},
      home,
      timeoutMs: COMMAND_TIMEOUT_MS,
      signal: request.signal,
    });
    request.signal.throwIfAborted();
    if (result.exitCode === 0) continue;
    const how = result.timedOut
      ? "took too long"
      : (result.limit ?? `ended with exit code ${result.exitCode ?? "none"}`);
    return `The setup command \`${command}\` ${how}.\n${result.output.trimEnd().slice(-2_000)}`.trimEnd();
  }
  return undefined;
}

async function finished(folder: string): Promise<Share[] | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, "ready.json"), "utf8");
  } catch {
    return undefined;
  }
  const { build, shares } = Marker.parse(JSON.parse(text));
  return shares.map(({ name, scratch }) => ({ name, scratch, from: join(folder, build, "tree", name) }));
}

/** False when another process finished the same setup first; its result counts then. */
async function markFinished(
  folder: string,
  build: string,
  shares: readonly Required<Share>[],
): Promise<boolean> {
  const marker = { build, shares: shares.map(({ name, scratch }) => ({ name, scratch })) };
  const draft = join(folder, build, "ready.json");
  await writeFile(draft, JSON.stringify(marker), { flush: true });
  try {
    await link(draft, join(folder, "ready.json"));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Builds are named after the process that makes them: those of a process that is gone will not be finished. */
async function removeRubbish(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
