/** Tells package managers inside a sandbox which registry this machine uses. */

import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

const SETTINGS = ["registry", "cafile", "proxy", "https-proxy", "noproxy"];

/**
 * The settings of the host's npm that say where packages come from, as environment variables.
 * Credentials inside an address are dropped. Empty when there is no npm.
 */
export async function registryEnvironment(signal: AbortSignal): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of (await npmConfig(signal)).split("\n")) {
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || !SETTINGS.includes(name)) continue;
    if (value === undefined || value === "" || value === "null" || value === "undefined") continue;
    found[`npm_config_${name.replaceAll("-", "_")}`] = withoutCredentials(value);
  }
  return found;
}

/** Read away from any project, whose own settings are the business of the commands that run in it. */
async function npmConfig(signal: AbortSignal): Promise<string> {
  try {
    const options = { cwd: tmpdir(), signal, timeout: 20_000 };
    const { stdout } = await promisify(execFile)("npm", ["config", "get", ...SETTINGS], options);
    return stdout;
  } catch {
    signal.throwIfAborted();
    return "";
  }
}

function withoutCredentials(value: string): string {
  if (!URL.canParse(value)) return value;
  const url = new URL(value);
  url.username = "";
  url.password = "";
  return url.href;
}
