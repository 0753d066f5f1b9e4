/** The report for people: what landed, what it cost, where to look. */

import { escaped } from "../codec/shown-name.ts";
import type { Report } from "./report.ts";

export function printReport(report: Report): string {
  const { goal, allowance, money } = report;
  const simulated = report.model.simulated ? " (simulated)" : "";
  const usd = money.usd === null ? "cost unknown" : `${money.usd.toFixed(4)} USD`;
  const landed = report.tasks.filter((task) => task.state === "landed");
  const ended = report.tasks.filter((task) => task.state !== "landed");
  const lines = [
    "",
    `Goal #${goal.number} ${goal.title}`,
    `  ${goal.state}: ${goal.why}`,
    ...report.cycles.map((cycle) => `  cycle ${cycle.number}: ${cycle.verdict ?? "not judged"}`),
    "",
    `Landed (${landed.length} of ${report.tasks.length} tasks, most at work at once: ${report.mostWorkersAtOnce})`,
    ...landed.map((task) => `  #${task.number} ${task.title}${remark(task)}  ${task.commit?.slice(0, 10)}`),
    ...ended.map(
      (task) => `  #${task.number} ${task.title}: ${task.state}${task.reason ? `, ${task.reason}` : ""}`,
    ),
    ...report.directives.map(
      (d) => `  ${d.id} by @${d.author}: honoured ${d.honoured}${d.path ? ` in ${d.path}` : ""}`,
    ),
    "",
    `Red minutes  ${report.redMinutes}`,
    `Tokens       ${money.inputTokens} in (${money.cachedTokens} cached), ${money.outputTokens} out, ${usd}${simulated}`,
    `API calls    ${allowance.apiCalls}; by a landed task's number at most ${allowance.perTask.mostApiCalls}, all divided by landed tasks ${allowance.perTask.allApiCalls ?? "-"}`,
    `Writes       ${allowance.contentWrites} that create content; by a landed task's number at most ${allowance.perTask.mostContentWrites}`,
    `Pushes       ${allowance.pushes}`,
    `Integration  ${report.integration}${report.green === report.integration ? " (green: no held check fails)" : `, green is ${report.green}`}`,
    ...(report.pull === null ? [] : [`Pull request #${report.pull}, for a person to merge`]),
    `Time         ${report.seconds} s, sandbox: ${report.sandbox}`,
  ];
  return lines.map(escaped).join("\n");
}

function remark(task: Report["tasks"][number]): string {
  if (task.conflicts > 0) return ` (attempt ${task.attempt}, ${task.conflicts} conflict solved)`;
  return task.attempt > 1 ? ` (attempt ${task.attempt})` : "";
}
