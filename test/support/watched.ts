/** The machine's own sandbox, with a note of what runs in it. */

import { bwrapSandbox } from "../../src/agent/sandbox/bwrap.ts";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { missing } from "../agent/sandbox/real.ts";

/** Notes which commands run, and when each ended. */
export function watched(): { sandbox: Sandbox; running: Set<string>; endedAt: Map<string, number> } {
  const real = missing === undefined ? bwrapSandbox() : noSandbox();
  const running = new Set<string>();
  const endedAt = new Map<string, number>();
  const run: Sandbox["run"] = async (job) => {
    running.add(job.command);
    try {
      return await real.run(job);
    } finally {
      running.delete(job.command);
      endedAt.set(job.command, performance.now());
    }
  };
  return { sandbox: { ...real, run }, running, endedAt };
}
