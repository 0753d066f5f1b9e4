/** The demo's controls: without the directive, without the veto, and with a broken file its report differs just there. */

import { expect, test } from "vitest";
import { demo, emoji, list, taskOf } from "../support/demo.ts";

const timeout = 150_000;

test.concurrent("without the directive none is reported, and the task does without it", {
  timeout,
}, async () => {
  const report = await demo("--no-directive");
  expect(report.goal.state).toBe("done");
  expect(report.directives).toEqual([]);
  expect(taskOf(report, list)?.state).toBe("landed");
  expect(taskOf(report, emoji)?.reason).toBe("vetoed");
});

test.concurrent("without the veto its task lands", { timeout }, async () => {
  const report = await demo("--no-veto");
  expect(report.goal.state).toBe("done");
  expect(taskOf(report, emoji)).toMatchObject({ state: "landed", reason: null });
  expect(report.directives).toMatchObject([{ honoured: "yes" }]);
});

test.concurrent("a sabotaged run never ends done, and its green stays before the damage", {
  timeout,
}, async () => {
  const report = await demo("--sabotage");
  expect(report.goal).toMatchObject({ state: "failed", verdict: "continue" });
  expect(report.green).not.toBe(report.integration);
  expect(report.redMinutes).toBeGreaterThan(0);
});
