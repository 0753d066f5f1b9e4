/** The demo as its users run it, in a process of its own. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Report, reportSchema } from "../../src/cli/report.ts";

/** Its report, however it ended. */
export async function demo(...flags: string[]): Promise<Report> {
  const run = promisify(execFile)(process.execPath, ["bin/stigmergy.js", "demo", "--json", ...flags], {
    maxBuffer: 1e8,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return reportSchema.parse(JSON.parse(stdout));
}

export const taskOf = (report: Report, title: string) => report.tasks.find((one) => one.title === title);
export const list = "Write a shopping list";
export const emoji = "Put an emoji before every heading";
