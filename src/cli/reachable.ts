/** Looks for the models' servers before a run begins: without one it would only end after minutes of retries. */

import { connect } from "node:net";
import type { Environment } from "../config.ts";
import { addressOf } from "../model/registry.ts";
import { type Models, serversFrom } from "./crew.ts";
import { Refusal } from "./refusal.ts";

const patienceMs = 10_000;

/** Refuses when nobody takes a connection; whether the server then answers well is for the calls to see. */
export async function requireServers(models: Models, env: Environment): Promise<void> {
  for (const name of new Set(Object.values(models))) {
    const address = addressOf(name, serversFrom(env));
    const trouble = address && (await troubleAt(new URL(address)));
    if (trouble)
      throw new Refusal(
        `The server of ${name} at ${address} cannot be reached (${trouble}): start it, or correct the address.`,
      );
  }
}

/** Undefined when the server takes a connection. */
function troubleAt({ hostname, port, protocol }: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(port || (protocol === "https:" ? 443 : 80)) });
    const settle = (trouble?: string) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.setTimeout(patienceMs, () => settle("no answer"));
    socket.once("connect", () => settle());
    socket.once("error", (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}
