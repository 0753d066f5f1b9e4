/** A machine on which commands cannot even be started for a while. */

import { expect, test } from "vitest";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { plansOne, says, startSwarm } from "../support/swarm.ts";

const title = "Say b";

/** Rejects for the first runs of this command, as a sandbox without processes or disk would. */
function brokenFor(command: string, runs: number): Sandbox {
  const real = noSandbox();
  let left = runs;
  return {
    ...real,
    run: async (job) => {
      if (job.command === command && left-- > 0) throw new Error("no space left on device");
      return real.run(job);
    },
  };
}

test("what fails on the machine is tried again, later each time, and the goal still ends", {
  timeout: 60_000,
}, async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    sandbox: brokenFor("grep b a.txt", 3),
    lines: [
      plansOne(title, "Write b"),
      says("worker", "Write b", [
        [{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }],
      ]),
    ],
  });
  await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  const { log } = await swarm.ends();
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  const troubles = swarm.timeline.filter((line) => line.includes("no space left on device"));
  const [first = 0, second = 0, third = 0] = troubles.map((line) => Number.parseFloat(line));
  expect(troubles).toHaveLength(3);
  expect(second - first).toBeGreaterThanOrEqual(0.4);
  expect(third - second).toBeGreaterThanOrEqual(0.9);
});
