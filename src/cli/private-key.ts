/** The app's private key in the forms in which Probot takes it: PEM, base64 of it, `\n` for line ends, or a file. */

import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Environment } from "../config.ts";

export type PrivateKey =
  | { readonly state: "absent" }
  | { readonly state: "broken" }
  | { readonly state: "usable"; readonly pem: string };

export function privateKeyOf(env: Pick<Environment, "PRIVATE_KEY" | "PRIVATE_KEY_PATH">): PrivateKey {
  const given = env.PRIVATE_KEY ?? (env.PRIVATE_KEY_PATH && contentOf(env.PRIVATE_KEY_PATH));
  if (given === undefined) return { state: "absent" };
  const text = given.includes("BEGIN") ? given : Buffer.from(given, "base64").toString();
  const pem = text.replaceAll("\\n", "\n");
  try {
    createPrivateKey(pem);
    return { state: "usable", pem };
  } catch {
    return { state: "broken" };
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
