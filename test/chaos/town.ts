/** One forge and the apps that work on it, each a process with its own folder and port, started and healed together. */

import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FaultOptions } from "../../src/forge/forge.ts";
import type { ForgePlan, ForgeReady } from "./forge-plan.ts";
import { Process } from "./process.ts";

export interface TownOptions {
  readonly folder: string;
  readonly source: string;
  readonly repositories: readonly string[];
  readonly apps: number;
  readonly leaseSeconds: number;
  /** Where the played model is. */
  readonly model: string;
  /** The forge's faults from its next start on; undefined while it behaves. */
  readonly faults: () => FaultOptions | undefined;
}

export interface Town {
  readonly forge: Process;
  readonly apps: readonly Process[];
  readonly ready: ForgeReady;
  /** The forge's own folder. */
  readonly folder: string;
  /** Everything of the town is in it, and all its processes are. */
  readonly root: string;
  /** Removes what an app that is dead keeps on disk. */
  forget(app: Process): Promise<void>;
  /** Kills whatever runs. */
  close(): Promise<void>;
}

/** Of all repositories. */
export const owner = "acme";

const hooks = "/api/github/webhooks";

/** Only the first app gets webhooks; the others look by themselves. */
export async function startTown(options: TownOptions): Promise<Town> {
  const { folder, source, repositories } = options;
  const dir = join(folder, "forge");
  mkdirSync(dir, { recursive: true });
  const [port = 0, ...ports] = await freePorts(options.apps + 1);
  const said = join(folder, "forge.log");
  const cache = cacheIn(folder);
  const forge = new Process("forge", () => {
    const faults = options.faults();
    const webhookUrl = `http://127.0.0.1:${ports[0]}${hooks}`;
    const plan: ForgePlan = {
      dir,
      owner,
      port,
      webhookUrl,
      source,
      repositories,
      ...(faults === undefined ? {} : { faults }),
    };
    const args = [resolve("test/chaos/forge-process.ts"), JSON.stringify(plan)];
    return {
      args,
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", NODE_COMPILE_CACHE: cache },
      logFile: said,
    };
  });
  forge.start();
  const ready = await firstLine(said);
  const apps = ports.map((own, index) => appProcess(options, ready, own, `app-${index + 1}`));
  for (const app of apps) app.start();
  const close = async () => {
    await Promise.all([forge, ...apps].map((one) => one.kill()));
  };
  const forget = (app: Process) =>
    rm(join(folder, app.name, "state"), { recursive: true, force: true, maxRetries: 9, retryDelay: 50 });
  return { forge, apps, ready, folder: dir, root: folder, forget, close };
}

/** Most of a restart is reading code; the processes share what Node made of it. */
const cacheIn = (folder: string) => join(folder, "code");

function appProcess(options: TownOptions, ready: ForgeReady, port: number, name: string): Process {
  const folder = join(options.folder, name);
  mkdirSync(join(folder, "tmp"), { recursive: true });
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    TMPDIR: join(folder, "tmp"),
    NODE_COMPILE_CACHE: cacheIn(options.folder),
    PORT: String(port),
    HOST: "127.0.0.1",
    GHE_HOST: new URL(ready.url).host,
    GHE_PROTOCOL: "http",
    APP_ID: String(ready.appId),
    PRIVATE_KEY: ready.privateKey,
    WEBHOOK_SECRET: ready.webhookSecret,
    OPENAI_BASE_URL: options.model,
    STIGMERGY_MODEL: "compatible/played",
    STIGMERGY_STATE: join(folder, "state"),
    STIGMERGY_LEASE_SECONDS: String(options.leaseSeconds),
    // Often enough for the lease; each second, three apps with six goals did little else.
    STIGMERGY_SWEEP_SECONDS: "2",
    STIGMERGY_UNPACED: "yes",
    STIGMERGY_WORKERS: "4",
    STIGMERGY_UNSAFE_NO_SANDBOX: "yes",
    LOG_LEVEL: "info",
  };
  return new Process(name, () => ({
    args: [resolve("bin/stigmergy.js"), "start"],
    cwd: folder,
    env,
    logFile: `${folder}.log`,
  }));
}

/** Ports that nobody listens on now, all different. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  return ports;
}

const patience = 30_000;

async function firstLine(file: string): Promise<ForgeReady> {
  for (const until = Date.now() + patience; Date.now() < until; await pause(30)) {
    const [line, rest] = readFileSync(file, "utf8").split("\n");
    if (rest !== undefined && line) return JSON.parse(line) as ForgeReady;
  }
  throw new Error(`The forge did not start: see ${file}.`);
}
