/** Who works: a model for each role with its key and price, the prompts, and the sandbox. */

import { fileURLToPath } from "node:url";
import { type CrewOptions, type Role, roles } from "../agent/host/crew.ts";
import { loadPrompt, type PromptRole, promptInputs } from "../agent/prompt.ts";
import type { Sandbox } from "../agent/sandbox/sandbox.ts";
import type { Environment } from "../config.ts";
import type { Model } from "../model/model.ts";
import type { Price } from "../model/prices.ts";
import { createModel, parseModelName } from "../model/registry.ts";
import type { ModelServers } from "../model/server.ts";
import { pricesFrom } from "./price-file.ts";
import { Refusal } from "./refusal.ts";

export type Models = Readonly<Record<Role, string>>;

const promptFolder = fileURLToPath(new URL("../../prompts", import.meta.url));
const commandTimeoutMs = 10 * 60_000;

/** `given` are `provider/model` for all roles or `ROLE=provider/model` for one; the environment fills the rest. */
export function modelsFrom(env: Environment, given: readonly string[]): Models {
  const chosen: Partial<Record<Role, string>> = {};
  let all = env.STIGMERGY_MODEL;
  const own = {
    planner: env.STIGMERGY_PLANNER_MODEL,
    worker: env.STIGMERGY_WORKER_MODEL,
    judge: env.STIGMERGY_JUDGE_MODEL,
  };
  for (const text of given) {
    const role = roles.find((r) => text.startsWith(`${r}=`));
    const name = role ? text.slice(role.length + 1) : text;
    if (!parseModelName(name))
      throw new Refusal(
        `--model ${text} is not understood: use provider/model with provider openai, anthropic or compatible, or ROLE=provider/model with role planner, worker or judge.`,
      );
    if (role) chosen[role] = name;
    else all = name;
  }
  const pick = (role: Role): string => {
    const name = chosen[role] ?? (given.length > 0 && all ? all : (own[role] ?? all));
    if (!name)
      throw new Refusal(`No model for the ${role}: give --model provider/model, or set STIGMERGY_MODEL.`);
    return name;
  };
  return { planner: pick("planner"), worker: pick("worker"), judge: pick("judge") };
}

/** Checks keys before anything starts; a broken prompt stops the start as well. */
export async function crewFrom(
  models: Models,
  env: Environment,
  sandbox: Sandbox,
  price?: Price,
): Promise<Pick<CrewOptions, "staff" | "prompt" | "sandbox" | "commandTimeoutMs">> {
  const prices = pricesFrom(env, price);
  const staff = new Map(
    roles.map((role) => [
      role,
      { model: openModel(models[role], serversFrom(env)), price: prices(models[role]) },
    ]),
  );
  const names = Object.keys(promptInputs) as PromptRole[];
  const prompts = new Map(
    await Promise.all(names.map(async (name) => [name, await loadPrompt(name, [promptFolder])] as const)),
  );
  return {
    staff: (role) => known(staff.get(role), role),
    prompt: (role) => known(prompts.get(role), role),
    sandbox,
    commandTimeoutMs,
  };
}

function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

export function serversFrom(env: Environment): ModelServers {
  const at = (key: string | undefined, baseUrl: string | undefined) => ({
    ...(key === undefined ? {} : { key }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  return {
    openai: at(env.OPENAI_API_KEY, env.OPENAI_BASE_URL),
    compatible: at(env.OPENAI_API_KEY, env.OPENAI_BASE_URL),
    anthropic: at(env.ANTHROPIC_API_KEY, env.ANTHROPIC_BASE_URL),
  };
}

/** Refuses before anything starts: a key or an address that is missing now would end the goal later. */
export function openModel(name: string, servers: ModelServers): Model {
  const provider = parseModelName(name)?.provider ?? "compatible";
  if (provider === "compatible" && !servers.compatible?.baseUrl)
    throw new Refusal(
      `${name} needs a server: set OPENAI_BASE_URL to its address, such as http://127.0.0.1:8000/v1.`,
    );
  if (provider !== "compatible" && !servers[provider]?.key)
    throw new Refusal(`${name} needs a key: set ${provider.toUpperCase()}_API_KEY.`);
  return createModel(name, servers);
}
