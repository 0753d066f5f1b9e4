/** GitHub takes tokens back long before their hour is over, in the middle of a goal. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { plansOne, says, startSwarm } from "../support/swarm.ts";

const title = "Say b";

/** The library of the app's login has patience with tokens of a few seconds, so seconds pass faster here. */
let passing: NodeJS.Timeout;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  passing = setInterval(() => vi.setSystemTime(Date.now() + 1000), 20);
});
afterEach(() => {
  clearInterval(passing);
  vi.useRealTimers();
});

test("a goal goes on with one new token for each that was taken back", async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    faults: { seed: 929, rates: { "token-expired": 0.02, "git-token-expired": 0.03 } },
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
  expect(swarm.timeline.filter((line) => line.includes("trouble"))).toEqual([]);
  const { journal } = swarm.embedded.forge;
  const logins = journal.calls().filter((call) => call.route === "apps/create-installation-access-token");
  const faults = journal.faults().map((fault) => fault.kind);
  expect(new Set(faults)).toEqual(new Set(["token-expired", "git-token-expired"]));
  expect(logins).toHaveLength(3 + faults.length);
});
