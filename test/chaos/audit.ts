/** `stigmergy audit` on one goal, as anybody runs it: a process that knows the forge by its address. */

import { execFile } from "node:child_process";
import { resolve } from "node:path";
import type { Place } from "./evidence.ts";
import type { ForgeReady } from "./forge-plan.ts";
import type { Violation } from "./judge.ts";

interface Verdict {
  readonly name: string;
  readonly holds: boolean;
  readonly findings: readonly { readonly kind: string; readonly text: string }[];
}

/** The invariants that the audit says are broken; an audit that fails is one itself. */
export function audit({ owner, repository, goal }: Place, ready: ForgeReady): Promise<readonly Violation[]> {
  const args = [
    resolve("bin/stigmergy.js"),
    "audit",
    `${owner}/${repository}#${goal}`,
    "--forge",
    ready.url,
    "--json",
  ];
  const env = { PATH: process.env.PATH ?? "", GITHUB_TOKEN: ready.token };
  return new Promise((done) => {
    execFile(process.execPath, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const broken = brokenIn(stdout);
      if (broken && (broken.length > 0 || !error)) return done(broken);
      done([{ invariant: "audit", found: `it failed: ${stderr.trim() || String(error)}` }]);
    });
  });
}

function brokenIn(stdout: string): readonly Violation[] | undefined {
  try {
    const { invariants } = JSON.parse(stdout) as { invariants: readonly Verdict[] };
    return invariants
      .filter(({ holds }) => !holds)
      .map(({ name, findings }) => ({
        invariant: `audit ${name}`,
        found: findings
          .filter(({ kind }) => kind !== "note")
          .map(({ text }) => text)
          .join("; "),
      }));
  } catch {
    return undefined;
  }
}
