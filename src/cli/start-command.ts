/** `stigmergy start`: the app under Probot, or Probot's set-up page while there are no credentials. */

import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Command } from "commander";
import { type Environment, readEnvironment, stateHome, sweepSeconds } from "../config.ts";
import { crewFrom, modelsFrom } from "./crew.ts";
import { privateKeyOf } from "./private-key.ts";
import { knowEnvironment, known, redactLog } from "./redacting.ts";
import { Refusal } from "./refusal.ts";
import { type ChosenSandbox, chooseSandbox } from "./sandbox-choice.ts";
import { lockState } from "./state-lock.ts";

export const startCommand = (): Command =>
  new Command("start").description("run as a GitHub App (settings come from the environment)").action(start);

async function start(): Promise<void> {
  readEnvFile();
  const env = readEnvironment();
  const sweep = sweepSeconds(env);
  knowEnvironment(env);
  const state = env.STIGMERGY_STATE ?? stateHome(env);
  const configured = env.APP_ID !== undefined;
  if (configured && !env.WEBHOOK_SECRET)
    throw new Refusal("WEBHOOK_SECRET is not set: set it to the app's webhook secret.");
  if (configured) requireKey(env);
  if (configured) process.once("exit", lockState(state));
  const chosen = configured
    ? await chooseSandbox({
        allowNone: env.STIGMERGY_UNSAFE_NO_SANDBOX === "yes",
        env,
        instead: "Install it, or set STIGMERGY_UNSAFE_NO_SANDBOX=yes to run commands without one.",
      })
    : undefined;
  const crew = chosen ? await crewFrom(modelsFrom(env, []), env, chosen.sandbox) : undefined;
  const host = process.env.GHE_HOST;
  const gitUrl = host ? `${process.env.GHE_PROTOCOL ?? "https"}://${host}` : "https://github.com";
  const [{ run }, { App }, { unpacedOctokit }] = await Promise.all([
    import("probot"),
    import("../app.ts"),
    import("./unpaced.ts"),
  ]);
  await run((probot) => {
    if (!crew || !chosen) return;
    redactLog(probot.log);
    probot.log.info(`Sandbox: ${chosen.line}.`);
    const app = new App(probot, {
      instance: instanceOf(state),
      state,
      secret: env.WEBHOOK_SECRET ?? "",
      secrets: known,
      gitUrl,
      sweepSeconds: sweep,
      lease: env.STIGMERGY_LEASE_SECONDS * 1000,
      capacity: env.STIGMERGY_WORKERS,
      crew,
      ...publicRule(chosen, env),
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

/** In a public repository anybody's text may reach a model: only a strong sandbox is good enough for what it then runs. */
export function publicRule(
  { tier, line }: Pick<ChosenSandbox, "tier" | "line">,
  env: Pick<Environment, "STIGMERGY_UNSAFE_PUBLIC">,
): { notInPublic?: string } {
  if (tier === "strong" || env.STIGMERGY_UNSAFE_PUBLIC === "yes") return {};
  return {
    notInPublic: `The repository is public and the sandbox is not strong (${line}): mend it, or set STIGMERGY_UNSAFE_PUBLIC=yes.`,
  };
}

function requireKey(env: Environment): void {
  const { state } = privateKeyOf(env);
  if (state === "absent")
    throw new Refusal(
      "PRIVATE_KEY is not set: set it to the app's private key, or PRIVATE_KEY_PATH to its file.",
    );
  if (state === "broken")
    throw new Refusal("PRIVATE_KEY is not a private key in PEM: copy it anew from the app's settings.");
}

/** The set-up page writes `.env`, and Probot reads it over the environment, but later than we do. */
export function readEnvFile(): void {
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
