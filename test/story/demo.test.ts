/** The demo as its users run it, and its controls: without the directive, without the veto, and with a broken file. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Report, reportSchema } from "../../src/cli/report.ts";

const timeout = 150_000;

async function demo(...flags: string[]): Promise<Report> {
  const run = promisify(execFile)(process.execPath, ["bin/stigmergy.js", "demo", "--json", ...flags], {
    maxBuffer: 1e8,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return reportSchema.parse(JSON.parse(stdout));
}

const task = (report: Report, title: string) => report.tasks.find((one) => one.title === title);
const list = "Write a shopping list";
const emoji = "Put an emoji before every heading";

test.concurrent("the demo ends done after two cycles, and shows what it promises", { timeout }, async () => {
  const report = await demo();
  expect(report.goal).toMatchObject({ state: "done", verdict: "done" });
  expect(report.cycles.map((cycle) => cycle.verdict)).toEqual(["continue", "done"]);
  expect(report.tasks.filter((one) => one.state === "landed").length).toBeGreaterThanOrEqual(8);
  expect(
    report.tasks.filter((one) => one.conflicts > 0 && one.state === "landed" && one.attempt > 1).length,
  ).toBe(1);
  expect(task(report, emoji)).toMatchObject({ state: "ended", reason: "vetoed" });
  expect(report.directives).toMatchObject([{ id: "D1", honoured: "yes", path: "src/list.js" }]);
  expect(report.green).toBe(report.integration);
  expect(report.mostWorkersAtOnce).toBeGreaterThanOrEqual(6);
  expect(report.allowance.perTask.mostApiCalls).toBeLessThanOrEqual(3);
  expect(report.allowance.perTask.mostContentWrites).toBeLessThanOrEqual(1);
  expect(new Set(report.tasks.map((one) => one.plan)).size).toBe(2);
  expect(report.model).toEqual({ kind: "scripted", simulated: true });
});

test.concurrent("without the directive none is reported, and the task does without it", {
  timeout,
}, async () => {
  const report = await demo("--no-directive");
  expect(report.goal.state).toBe("done");
  expect(report.directives).toEqual([]);
  expect(task(report, list)?.state).toBe("landed");
  expect(task(report, emoji)?.reason).toBe("vetoed");
});

test.concurrent("without the veto its task lands", { timeout }, async () => {
  const report = await demo("--no-veto");
  expect(report.goal.state).toBe("done");
  expect(task(report, emoji)).toMatchObject({ state: "landed", reason: null });
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
