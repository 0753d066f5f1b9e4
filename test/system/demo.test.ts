/** The demo as its users run it. */

import { expect, test } from "vitest";
import { demo, emoji, taskOf } from "../support/demo.ts";

test("the demo ends done after two cycles, and shows what it promises", async () => {
  const report = await demo();
  expect(report.goal).toMatchObject({ state: "done", verdict: "done" });
  expect(report.cycles.map((cycle) => cycle.verdict)).toEqual(["continue", "done"]);
  expect(report.tasks.filter((one) => one.state === "landed").length).toBeGreaterThanOrEqual(8);
  expect(
    report.tasks.filter((one) => one.conflicts > 0 && one.state === "landed" && one.attempt > 1).length,
  ).toBe(1);
  expect(taskOf(report, emoji)).toMatchObject({ state: "ended", reason: "vetoed" });
  expect(report.directives).toMatchObject([{ id: "D1", honoured: "yes", path: "src/list.js" }]);
  expect(report.green).toBe(report.integration);
  expect(report.mostWorkersAtOnce).toBeGreaterThanOrEqual(6);
  expect(report.allowance.perTask.mostApiCalls).toBeLessThanOrEqual(3);
  expect(report.allowance.perTask.mostContentWrites).toBeLessThanOrEqual(1);
  expect(new Set(report.tasks.map((one) => one.plan)).size).toBe(2);
  expect(report.model).toEqual({ kind: "scripted", simulated: true });
});
