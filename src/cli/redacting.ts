/** Nothing is printed or logged with a secret of this process in it. */

import type { Environment } from "../config.ts";
import { Secrets } from "../gate/secrets.ts";

/** What this process must keep to itself; what is minted later is added to it. */
export const known = new Secrets();

export function knowEnvironment(env: Environment): void {
  known.add(env.PRIVATE_KEY, Buffer.from(env.PRIVATE_KEY ?? "", "base64").toString(), env.WEBHOOK_SECRET);
  known.add(env.OPENAI_API_KEY, env.ANTHROPIC_API_KEY, env.GITHUB_TOKEN, env.GH_TOKEN);
}

interface Writing {
  write: (text: string, ...others: never[]) => unknown;
}

/** From now on what is written as text to these streams is redacted first. */
export function redact(...streams: readonly Writing[]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream);
    stream.write = (text, ...others) =>
      write(typeof text === "string" ? known.redacted(text) : text, ...others);
  }
}

/** The same for what a logger of Probot's kind writes to; its children write there, too. */
export function redactLog(log: object): void {
  for (let owner: object | null = log; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const name = Object.getOwnPropertySymbols(owner).find((symbol) => symbol.description === "pino.stream");
    if (name === undefined) continue;
    redact((owner as Record<symbol, Writing>)[name] as Writing);
    return;
  }
  throw new Error("The logger shows no stream to redact.");
}
