/** Keys, of which only their presence is told, models and what else the environment sets. */

import { BadEnvironment, type Environment, sweepSeconds } from "../../config.ts";
import { modelsFrom, openModel, serversFrom } from "../crew.ts";
import { pricesFrom } from "../price-file.ts";
import { privateKeyOf } from "../private-key.ts";
import { Refusal } from "../refusal.ts";
import { bad, type Finding, good, open } from "./finding.ts";

export function keyFindings(env: Environment): Finding[] {
  const key = privateKeyOf(env);
  const app = [env.APP_ID, env.PRIVATE_KEY, env.PRIVATE_KEY_PATH, env.WEBHOOK_SECRET];
  const isMeant = app.some((value) => value !== undefined);
  const presence = (name: string, value: unknown): Finding => {
    if (value !== undefined) return good(name, "is set");
    return isMeant
      ? bad(name, "is not set: the app needs it")
      : open(name, "is not set: only the app needs it");
  };
  const secret = env.WEBHOOK_SECRET ?? "";
  return [
    presence("APP_ID", env.APP_ID),
    key.state === "broken"
      ? bad("PRIVATE_KEY", "is set, but is no private key in PEM: copy it anew from the app's settings")
      : presence("PRIVATE_KEY", key.state === "usable" || undefined),
    secret !== "" && secret.length < 16
      ? bad("WEBHOOK_SECRET", "is set, but shorter than 16 characters: others could guess it")
      : presence("WEBHOOK_SECRET", env.WEBHOOK_SECRET),
    ...(["OPENAI_API_KEY", "ANTHROPIC_API_KEY"] as const).map((name) =>
      env[name] === undefined ? open(name, "is not set") : good(name, "is set"),
    ),
  ];
}

export function sweepFinding(env: Environment): Finding {
  try {
    return good("sweep", `every ${sweepSeconds(env)} s`);
  } catch (error) {
    if (error instanceof BadEnvironment) return bad("sweep", error.message.replace(/\.$/, ""));
    throw error;
  }
}

export function modelFindings(env: Environment): Finding[] {
  try {
    const models = modelsFrom(env, []);
    const prices = pricesFrom(env);
    return Object.entries(models).map(([role, name]) => {
      openModel(name, serversFrom(env));
      if (prices(name) !== undefined) return good(role, name);
      return open(role, `${name}, whose price is unknown: a budget in USD cannot be kept`);
    });
  } catch (error) {
    if (error instanceof Refusal) return [open("models", error.message.replace(/\.$/, ""))];
    throw error;
  }
}
