/** One process dies, another one of the same app takes over what it held, without a webhook. */

import { expect, test } from "vitest";
import { plansOne, says, startSwarm } from "../support/swarm.ts";

const title = "Say b";
const minute = 60_000;

test("a dead process's goal and claim are taken over after the lease, and its work is kept", {
  timeout: 60_000,
}, async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne(title, "Write b"),
      says("worker", "Write b", [[{ submit: { done: "never said" } }]], { attempt: 1, seconds: 600 }),
      says(
        "worker",
        "Write b",
        [[{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }]],
        { attempt: 2 },
      ),
    ],
  });
  await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  await swarm.until((world) => [...world.tips.values()].some((tip) => tip.state.kind === "claimed"));
  await swarm.embedded.app.stop();

  let clock = 0;
  swarm.joins("two", () => clock);
  const early = await swarm.until((world) => world.instance === "two");
  expect(early.log.steward).toBe("one");
  clock = 9 * minute;
  const later = await swarm.until((world) => world.instance === "two" && world.still.log === 9 * minute);
  expect([later.log.steward, later.busy.workers.size]).toEqual(["one", 0]);
  clock = 11 * minute;
  const { log } = await swarm.ends();

  expect(log.steward).toBe("two");
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  expect([...log.landings.values()]).toMatchObject([{ attempt: 2, conflicts: 0 }]);
});

test("a process whose readings are older than the lease once they are over says so, and does nothing by them", async () => {
  await using swarm = await startSwarm({ files: { "a.txt": "a\n" }, lines: [] });
  await swarm.embedded.app.stop();
  let clock = 0;
  const slow = swarm.joins("slow", () => {
    clock += 11 * minute;
    return clock;
  });
  await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  await expect
    .poll(() => swarm.timeline.join("\n"), { timeout: 20_000 })
    .toContain("older than the lease: nothing is done by it");
  await slow.stop();
  expect(swarm.embedded.forge.journal.pushes()).toEqual([]);
});
