/** The time a run may last. */

import { expect, test } from "vitest";
import { TimeLimit } from "../../src/agent/time-limit.ts";
import type { Clock } from "../../src/effect/clock.ts";

/** Time that passes when it is told to. */
function aClock() {
  let now = 0;
  let timers: { readonly at: number; readonly action: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(milliseconds, action) {
      const timer = { at: now + milliseconds, action };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { action } of due) action();
  };
  return { clock, pass, waiting: () => timers.length };
}

test("time runs out once it has run for as long as it may", () => {
  const { clock, pass } = aClock();
  const time = new TimeLimit(clock, 100);
  pass(99);
  expect([time.isUp.aborted, time.left()]).toEqual([false, 1]);
  pass(1);
  expect([time.isUp.aborted, time.left()]).toEqual([true, 0]);
});

test("time stands still while the run is held, however long", async () => {
  const { clock, pass } = aClock();
  const time = new TimeLimit(clock, 100);
  pass(60);
  await time.standStill(async () => pass(10_000));
  expect([time.isUp.aborted, time.left()]).toEqual([false, 40]);
  pass(40);
  expect(time.isUp.aborted).toBe(true);
});

test("a limit that ended leaves no timer", async () => {
  const { clock, waiting } = aClock();
  const time = new TimeLimit(clock, 100);
  await time.standStill(async () => {});
  expect(waiting()).toBe(1);
  time.end();
  expect(waiting()).toBe(0);
});
