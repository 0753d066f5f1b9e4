/** `stigmergy forge`: the embedded GitHub alone, for git, octokit and a browser. */

import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { interrupted } from "./interrupt.ts";
import { Refusal } from "./refusal.ts";
import { openSource } from "./source.ts";
import { makeStateFolder } from "./state-folder.ts";
import { lockState } from "./state-lock.ts";

interface Flags {
  readonly port: string;
  readonly load?: string;
  readonly state?: string;
  readonly faults?: string;
}

export const forgeCommand = (): Command =>
  new Command("forge")
    .description("start the embedded forge alone and print its address and a token")
    .option("--port <number>", "port to listen on; 0 is any free one", "0")
    .option("--load <dir=owner/name>", "publish the repository in a folder")
    .option("--state <dir>", "folder that keeps the forge; a temporary one without it")
    .option("--faults <seed>", "misbehave towards apps, in ways drawn from the seed")
    .action(serve);

async function serve(flags: Flags): Promise<void> {
  const port = portFrom(flags.port);
  const faults = flags.faults === undefined ? {} : { faults: { seed: seedFrom(flags.faults) } };
  const load = flags.load === undefined ? undefined : await parseLoad(flags.load);
  const dir = flags.state
    ? resolve(callerFolder(), flags.state)
    : join(tmpdir(), `stigmergy-forge-${randomUUID()}`);
  await using cleanup = new AsyncDisposableStack();
  const takeBack = makeStateFolder(dir);
  let isKept = false;
  cleanup.defer(() => (isKept ? undefined : takeBack()));
  cleanup.defer(lockState(dir));
  const { startForge } = await import("../forge/forge.ts");
  const forge = await startForge({ dir, port, ...faults }).catch(refusePort(port));
  cleanup.defer(() => forge.close());
  const { token } = forge.createUser("you");
  process.stdout.write(
    `address  ${forge.url}\nAPI      ${forge.url}/api/v3\ntoken    ${token}\nstate    ${dir}\n`,
  );
  if (load) {
    await forge.createRepository(load.owner, load.name, {
      from: load.from,
      ref: load.ref,
      collaborators: { you: "admin" },
    });
    process.stdout.write(`clone    git clone ${forge.url}/${load.owner}/${load.name}.git\n`);
  }
  isKept = flags.state !== undefined;
  await interrupted();
}

async function parseLoad(text: string) {
  // GitHub's names: an owner has no dots, and neither "..", nor a name that ends as addresses for git do, is one.
  const match = /^(.+)=([a-z\d](?:-?[a-z\d]){0,38})\/(?!\.{1,2}$)([\w.-]{1,100})(?<!\.git)$/i.exec(text);
  if (!match) throw new Refusal(`--load ${text} is not understood: use DIR=owner/name.`);
  const source = await openSource(resolve(callerFolder(), match[1] ?? "."));
  return { ...source, owner: match[2] ?? "", name: match[3] ?? "" };
}

/** npm changes into the package's folder; paths mean the folder the user was in. */
export const callerFolder = (): string => process.env.INIT_CWD ?? process.cwd();

export function portFrom(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Refusal(`--port ${text} is no port: use a number from 0 to 65535.`);
  return port;
}

function seedFrom(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(`--faults ${text} is no seed: use a whole number.`);
  return Number(text);
}

export const refusePort =
  (port: number) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code === "EADDRINUSE")
      throw new Refusal(`Port ${port} is taken: choose another with --port, or 0 for a free one.`);
    throw error;
  };
