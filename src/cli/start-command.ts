/** `stigmergy start`: the app under Probot, or Probot's set-up page while there are no credentials. */

import { createPrivateKey, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Command } from "commander";
import { detectSandbox } from "../agent/sandbox/detect.ts";
import { readEnvironment, stateHome } from "../config.ts";
import { crewFrom, modelsFrom } from "./crew.ts";
import { knowEnvironment, known, redactLog } from "./redacting.ts";
import { Refusal } from "./refusal.ts";
import { lockState } from "./state-lock.ts";

export const startCommand = (): Command =>
  new Command("start").description("run as a GitHub App (settings come from the environment)").action(start);

async function start(): Promise<void> {
  readEnvFile();
  const env = readEnvironment();
  knowEnvironment(env);
  const state = env.STIGMERGY_STATE ?? stateHome(env);
  const configured = env.APP_ID !== undefined;
  if (configured && !env.WEBHOOK_SECRET)
    throw new Refusal("WEBHOOK_SECRET is not set: set it to the app's webhook secret.");
  if (configured) requireKey(env.PRIVATE_KEY);
  const detected = await detectSandbox();
  if (configured && detected.kind === "none" && !env.STIGMERGY_UNSAFE_NO_SANDBOX)
    throw new Refusal(
      `No sandbox: ${detected.why}. Install it, or set STIGMERGY_UNSAFE_NO_SANDBOX=yes to run commands without one.`,
    );
  if (configured) process.once("exit", lockState(state));
  const crew = configured ? await crewFrom(modelsFrom(env, []), env, detected.kind) : undefined;
  const host = process.env.GHE_HOST;
  const gitUrl = host ? `${process.env.GHE_PROTOCOL ?? "https"}://${host}` : "https://github.com";
  const [{ run }, { App }, { unpacedOctokit }] = await Promise.all([
    import("probot"),
    import("../app.ts"),
    import("./unpaced.ts"),
  ]);
  await run((probot) => {
    if (!crew) return;
    redactLog(probot.log);
    const app = new App(probot, {
      instance: instanceOf(state),
      state,
      secret: env.WEBHOOK_SECRET ?? "",
      secrets: known,
      gitUrl,
      sweepSeconds: env.STIGMERGY_SWEEP_SECONDS,
      lease: env.STIGMERGY_LEASE_SECONDS * 1000,
      capacity: env.STIGMERGY_WORKERS,
      crew,
      watch: (goal, event) => {
        if (event.kind === "command") probot.log.info({ goal, command: event.command.kind }, "performed");
        if (event.kind === "trouble")
          probot.log.error({ goal, what: event.what, error: String(event.error) }, "trouble");
      },
    });
    app.sweep();
  }, env.STIGMERGY_UNPACED && { Octokit: unpacedOctokit() });
  // Probot stops at SIGINT only, and a container is stopped by SIGTERM.
  process.once("SIGTERM", () => process.emit("SIGINT"));
}

/** Probot also takes a key in base64, with \\n for line ends, or by PRIVATE_KEY_PATH. */
function requireKey(given: string | undefined): void {
  if (given === undefined) {
    if (process.env.PRIVATE_KEY_PATH) return;
    throw new Refusal(
      "PRIVATE_KEY is not set: set it to the app's private key, or PRIVATE_KEY_PATH to its file.",
    );
  }
  const text = given.includes("BEGIN") ? given : Buffer.from(given, "base64").toString();
  try {
    createPrivateKey(text.replaceAll("\\n", "\n"));
  } catch {
    throw new Refusal("PRIVATE_KEY is not a private key in PEM: copy it anew from the app's settings.");
  }
}

/** The set-up page writes `.env`, and Probot reads it over the environment, but later than we do. */
function readEnvFile(): void {
  if (existsSync(".env")) Object.assign(process.env, parseEnv(readFileSync(".env", "utf8")));
}

/** The same after a restart on the same state folder, so that the process goes on with what it held. */
function instanceOf(state: string): string {
  const file = join(state, "instance");
  if (!existsSync(file)) {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    // Written beside and renamed: an empty name, left by a kill, would be everybody's.
    writeFileSync(`${file}.new`, randomUUID());
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, "utf8");
}
