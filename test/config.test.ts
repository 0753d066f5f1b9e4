/** What of the environment cannot be used is refused in one sentence. */

import { expect, test } from "vitest";
import { BadEnvironment, readEnvironment, sweepSeconds } from "../src/config.ts";

test("a sweep comes at least three times in a lease", () => {
  const env = (sweep: string, lease?: string) =>
    sweepSeconds(readEnvironment({ STIGMERGY_SWEEP_SECONDS: sweep, STIGMERGY_LEASE_SECONDS: lease }));
  expect(env("200")).toBe(200);
  expect(env("201", "603")).toBe(201);
  expect(() => env("201")).toThrow(BadEnvironment);
  expect(() => env("60", "100")).toThrow(
    "STIGMERGY_SWEEP_SECONDS is 60, and may be at most a third of STIGMERGY_LEASE_SECONDS, which is 100",
  );
});
