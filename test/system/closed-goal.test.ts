/** A person closes a goal while nobody is there to hear of it, and wants it back later: whoever looks finds both. */

import { expect, test } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";

const title = "Say b";
const minute = 60_000;

test("a goal that was closed while no process ran is stopped, costs nothing afterwards, and goes on by a retry of which no webhook tells, though its steward is gone", {
  timeout: 120_000,
}, async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne(title, "Write b"),
      says("worker", "Write b", [[{ submit: { done: "never said" } }]], { seconds: 600 }),
    ],
  });
  const goal = await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  await swarm.until((world) => [...world.tips.values()].some((tip) => tip.state.kind === "claimed"));
  await swarm.embedded.app.stop();
  const { human, forge } = swarm.embedded;
  const at = { owner: where.owner, repo: where.name, issue_number: goal };
  await human.rest.issues.update({ ...at, state: "closed", state_reason: "not_planned" });

  let clock = 0;
  const two = swarm.joins("two", () => clock);
  await swarm.until((world) => world.instance === "two");
  clock = 11 * minute;
  const { log } = await swarm.ends();
  expect([log.closed?.state, log.steward]).toEqual(["stopped", "two"]);
  const { owner, repo } = at;
  const open = await human.rest.issues.listForRepo({ owner, repo, labels: "swarm:task" });
  expect(open.data.map((issue) => issue.number)).toEqual([]);
  const calls = (route: string) => forge.journal.calls().filter((call) => call.route === route).length;
  const sweeps = async () => {
    const enough = calls("apps/list-installations") + 3;
    await expect.poll(() => calls("apps/list-installations"), { timeout: 30_000 }).toBeGreaterThan(enough);
    return calls("issues/list-comments-for-repo");
  };
  await sweeps();
  clock = 13 * minute;
  await sweeps();
  expect(await sweeps()).toBe(await sweeps());

  await two.stop();
  swarm.joins("three", () => clock);
  await sweeps();
  clock += 2 * minute;
  expect(await sweeps()).toBe(await sweeps());
  let goesOn = "nobody";
  const isBack = ({ log }: World) => log.closed === undefined;
  void swarm.until(isBack).then(({ instance }) => {
    goesOn = instance;
  });
  await human.rest.issues.update({ ...at, state: "open" });
  await human.rest.issues.createComment({ ...at, body: "/swarm retry" });
  for (let passed = 0; passed < 7; passed++) {
    await sweeps();
    clock += 2 * minute;
  }
  expect(goesOn).toBe("three");
});
