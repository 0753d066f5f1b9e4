/** A way out of one sandbox to hosts that the operator allowed, and to nobody else. */

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROXY = fileURLToPath(new URL("proxy.ts", import.meta.url));
const RELAY = fileURLToPath(new URL("relay.ts", import.meta.url));

const INSIDE = { relay: "/opt/egress/relay.ts", socket: "/opt/egress/socket", port: "3128" };
const address = `http://127.0.0.1:${INSIDE.port}`;

export interface Egress extends AsyncDisposable {
  /** Arguments of bubblewrap. */
  readonly mounts: readonly string[];
  /** What the command's own command line follows on. */
  readonly prefix: readonly string[];
  /** Programs that know of no proxy reach nobody. What a command itself serves it reaches without one. */
  readonly environment: Readonly<Record<string, string>>;
}

const START_MS = 10_000;
/** A command that asks for very much ends its proxy, not us. */
const MEMORY = "--max-old-space-size=256";

/**
 * For one command: it ends with what is answered, or with us. Throws when a host is none or nothing listens,
 * unless it was aborted: then nobody needs it.
 */
export async function openEgress(hosts: readonly string[], signal: AbortSignal): Promise<Egress> {
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-egress-"));
  const socket = join(folder, "socket");
  const child = spawn(process.execPath, [MEMORY, PROXY, socket, ...hosts], {
    env: {},
    stdio: ["pipe", "pipe", "ignore"],
  });
  const close = async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once("error", reject);
  child.once("close", () => resolve("the proxy for allowed hosts did not start"));
  child.stdout.once("data", (words: Buffer) => resolve(words.toString().trim()));
  const either = AbortSignal.any([signal, AbortSignal.timeout(START_MS)]);
  const giveUp = () => child.kill("SIGKILL");
  either.addEventListener("abort", giveUp);
  const said = await promise.catch((error: Error) => error.message);
  either.removeEventListener("abort", giveUp);
  if (said !== "ready" && !signal.aborted) {
    await close();
    throw new Error(said);
  }
  return {
    mounts: ["--ro-bind", RELAY, INSIDE.relay, "--ro-bind", socket, INSIDE.socket],
    prefix: [
      "/opt/node/bin/node",
      "--disable-warning=ExperimentalWarning",
      INSIDE.relay,
      INSIDE.socket,
      INSIDE.port,
    ],
    environment: {
      ...both("http_proxy", address),
      ...both("https_proxy", address),
      ...both("no_proxy", "localhost,127.0.0.1,::1"),
      NODE_USE_ENV_PROXY: "1",
    },
    [Symbol.asyncDispose]: close,
  };
}

const both = (name: string, value: string) => ({ [name]: value, [name.toUpperCase()]: value });
