/** Which sandbox commands run in, and how that is said to the operator. */

import { type Detected, detectDocker, detectSandbox } from "../agent/sandbox/detect.ts";
import { noSandbox } from "../agent/sandbox/none.ts";
import type { Sandbox } from "../agent/sandbox/sandbox.ts";
import type { Environment } from "../config.ts";
import { Refusal } from "./refusal.ts";

export interface ChosenSandbox {
  readonly sandbox: Sandbox;
  readonly tier: Detected["tier"];
  /** For the first lines of a run: the driver, the tier, and what is missing. */
  readonly line: string;
}

/**
 * The best there is. Where there is none, `allowNone` decides: commands then run on the bare machine, and
 * the line says so; else a Refusal with the reason and `instead`, which says what the operator can do.
 */
export async function chooseSandbox(options: {
  readonly allowNone: boolean;
  readonly instead: string;
  readonly env: SandboxSettings;
  /** Nothing is tried out: the operator said that there shall be none. */
  readonly unwanted?: boolean;
}): Promise<ChosenSandbox> {
  if (options.unwanted)
    return { sandbox: noSandbox(), tier: "none", line: "none (switched off): commands can do what you can" };
  const detected = await detect(options.env);
  if (detected.tier !== "none")
    return { sandbox: detected.sandbox, tier: detected.tier, line: sayTier(detected) };
  if (!options.allowNone) throw new Refusal(`No sandbox: ${detected.why}. ${options.instead}`);
  return { sandbox: noSandbox(), tier: "none", line: sayTier(detected) };
}

export type SandboxSettings = Partial<Pick<Environment, "STIGMERGY_DOCKER_IMAGE" | "STIGMERGY_ALLOW_HOSTS">>;

/** Throws Refusal when the settings ask for what no driver has. */
export async function detect(env: SandboxSettings): Promise<Detected> {
  const { STIGMERGY_DOCKER_IMAGE: image, STIGMERGY_ALLOW_HOSTS: hosts } = env;
  if (image === undefined) return detectSandbox({ allowedHosts: hosts?.split(",").map(withPort) ?? [] });
  if (hosts === undefined) return detectDocker(image);
  throw new Refusal("STIGMERGY_ALLOW_HOSTS needs bubblewrap: unset it, or STIGMERGY_DOCKER_IMAGE.");
}

/** Who allows a host for packages does not mean its mail or its shell. */
const withPort = (host: string): string => (/:\d+$/.test(host) ? host : `${host}:443`);

/** One line without a full stop. */
export function sayTier(detected: Detected): string {
  if (detected.tier === "none") return `none: ${detected.why}`;
  const name = detected.sandbox.kind;
  if (detected.tier === "strong") return `${name}, strong`;
  return `${name}, weak: it lacks ${detected.lacks.join("; ")}`;
}
