/** What a start from nothing costs, and that looking at a settled repository costs nothing. `npm run measure:cold` is the large one. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOver, tasksOf } from "../../src/domain/task.ts";
import { aColdApp, Events } from "../support/cold-app.ts";
import { aLargeGoal } from "../support/large-goal.ts";

const tasks = 120;
/** Two logins, who we are, the lists of installations, repositories, goals and logs, the goal, and a page per hundred issues or comments. */
const mostRequests = 20;
/** The status may be edited this long after the last change. */
const statusPause = 6000;

test("a fresh process decides after few requests, and sweeps of a settled repository are free", async () => {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "stigmergy-cold-"));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const { forge, login } = await aLargeGoal(dir, tasks);
  started.defer(() => forge.close());
  const events = new Events();
  const { url, journal } = forge;
  const from = journal.calls().length;
  const app = await aColdApp({ url, gitUrl: url, login, state: join(dir, "cold"), watch: events.watch });
  started.defer(() => app.stop());

  const first = events.next("world");
  app.sweep();
  const { world } = await first;
  expect(journal.calls().length - from).toBeLessThanOrEqual(mostRequests);
  expect(tasksOf(world).filter((task) => !isOver(task) && world.issues.get(task.number)?.open).length).toBe(
    tasks,
  );
  expect(new Set(tasksOf(world).map((task) => task.state))).toEqual(
    new Set(["claimed", "submitted", "needs-answer", "ready", "waiting"]),
  );

  const sweeps = async () => {
    const settled = events.next("settled");
    app.sweep();
    return (await settled).world;
  };
  const isWrite = (call: { method: string }) => call.method !== "GET";
  const sinceLastWrite = async () => {
    const { now } = await sweeps();
    return (
      now -
      Math.max(...[...journal.calls().filter(isWrite), ...journal.pushes()].map(({ at }) => Date.parse(at)))
    );
  };
  await expect.poll(sinceLastWrite, { timeout: 60_000, interval: 1000 }).toBeGreaterThan(statusPause);
  const [calls, pushes] = [journal.calls().length, journal.pushes().length];
  for (let n = 0; n < 3; n++) {
    const { integration, green } = await sweeps();
    expect(green).toBe(integration?.head);
  }
  expect(journal.pushes().length).toBe(pushes);
  const costs = journal
    .calls()
    .slice(calls)
    .map(({ method, route, status }) => `${method} ${route} ${status}`);
  expect([...new Set(costs)].sort()).toEqual([
    "GET apps/list-installations 304",
    "GET apps/list-repos-accessible-to-installation 304",
    "GET issues/list-comments-for-repo 304",
    "GET issues/list-for-repo 304",
  ]);
  expect(costs.length).toBe(3 * 6);
  expect(events.troubles).toEqual([]);
});
