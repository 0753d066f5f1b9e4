/** The only reader of the environment. Each field says its unit and default; the README's table is tested against it. */

import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { rarestSweep, usualLease } from "./domain/lease.ts";

export const modelName = z.string().regex(/^(openai|anthropic|compatible)\/\S+$/, "must be provider/model");

const host = String.raw`(?:localhost|(?:\*\.)?[a-z\d-]+(?:\.[a-z\d-]+)+)(?::\d{1,5})?`;

export const environment = z.object({
  APP_ID: z.coerce.number().int().positive().optional().describe("The GitHub App's id."),
  PRIVATE_KEY: z.string().optional().describe("The GitHub App's private key (PEM)."),
  PRIVATE_KEY_PATH: z.string().optional().describe("File of the private key, instead of `PRIVATE_KEY`."),
  WEBHOOK_SECRET: z.string().optional().describe("Signs webhooks and the swarm's markers."),
  OPENAI_API_KEY: z.string().optional().describe("Key for `openai/…` models."),
  OPENAI_BASE_URL: z.url().optional().describe("Server for `openai/…` and `compatible/…` models."),
  ANTHROPIC_API_KEY: z.string().optional().describe("Key for `anthropic/…` models."),
  ANTHROPIC_BASE_URL: z.url().optional().describe("Server for `anthropic/…` models."),
  GITHUB_TOKEN: z
    .string()
    .optional()
    .describe("Token with which `audit` reads; public repositories need none."),
  GH_TOKEN: z.string().optional().describe("The same, when `GITHUB_TOKEN` is not set."),
  STIGMERGY_MODEL: modelName.optional().describe("Model for every role, as `provider/model`."),
  STIGMERGY_PLANNER_MODEL: modelName.optional().describe("Model for planners."),
  STIGMERGY_WORKER_MODEL: modelName.optional().describe("Model for workers."),
  STIGMERGY_JUDGE_MODEL: modelName.optional().describe("Model for judges."),
  STIGMERGY_PRICES: z
    .string()
    .optional()
    .describe("JSON file of models' prices, which counts before the kept table."),
  STIGMERGY_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .default(8)
    .describe("Most workers of one goal in this process."),
  STIGMERGY_SWEEP_SECONDS: z.coerce
    .number()
    .min(1)
    .default(60)
    .describe("Seconds between looks that need no webhook, at most a third of `STIGMERGY_LEASE_SECONDS`."),
  STIGMERGY_LEASE_SECONDS: z.coerce
    .number()
    .min(1)
    .default(usualLease / 1000)
    .describe("Seconds without a sign of life after which others take over; the same in all processes."),
  STIGMERGY_UNPACED: z
    .literal("yes")
    .optional()
    .describe("`yes` makes no pauses between writes, for a server without GitHub's limits."),
  STIGMERGY_STATE: z.string().optional().describe("Folder for mirrors and workspaces."),
  XDG_STATE_HOME: z.string().optional().describe("Base of the default state folder."),
  STIGMERGY_DOCKER_IMAGE: z
    .string()
    .regex(/^[a-z\d][\w./:@-]*$/, "must be the name of an image")
    .optional()
    .describe("Image of Docker in which commands run, instead of bubblewrap."),
  STIGMERGY_ALLOW_HOSTS: z
    .string()
    .regex(
      new RegExp(`^${host}(?:,${host})*$`, "i"),
      "must be hosts with commas between them, such as registry.npmjs.org,*.example.org:8443",
    )
    .optional()
    .describe(
      "Hosts that commands may reach through a proxy, such as `registry.npmjs.org`; the sandbox is then weak.",
    ),
  STIGMERGY_UNSAFE_NO_SANDBOX: z.literal("yes").optional().describe("`yes` runs commands without a sandbox."),
  STIGMERGY_UNSAFE_PUBLIC: z
    .literal("yes")
    .optional()
    .describe("`yes` works on public repositories although the sandbox is not strong."),
});

export type Environment = z.infer<typeof environment>;

/** A variable that cannot be used, in one sentence that names it. */
export class BadEnvironment extends Error {}

/** Throws BadEnvironment. Empty variables count as absent. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(set);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BadEnvironment(
    `The environment variable ${issue?.path.join(".")} is not usable: ${issue?.message}.`,
  );
}

/** How often a process looks without a webhook. Throws BadEnvironment where it would lose its stewardship while it works. */
export function sweepSeconds(env: Environment): number {
  const { STIGMERGY_SWEEP_SECONDS: sweep, STIGMERGY_LEASE_SECONDS: lease } = env;
  if (sweep <= rarestSweep(lease)) return sweep;
  throw new BadEnvironment(
    `STIGMERGY_SWEEP_SECONDS is ${sweep}, and may be at most a third of STIGMERGY_LEASE_SECONDS, which is ${lease}: a steward that looks more rarely loses its place while it works.`,
  );
}

/** `$XDG_STATE_HOME/stigmergy`, or `~/.local/state/stigmergy`. */
export const stateHome = (env: Pick<Environment, "XDG_STATE_HOME">): string =>
  join(env.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "stigmergy");
