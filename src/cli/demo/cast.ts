/** Finds the line an agent says next: by the header of its last brief and by how often it has spoken since. */

import type { Line, Lines, LineTurn } from "./script.ts";

export interface Message {
  readonly role: string;
  readonly text: string;
}

const header = /^Role: (\w+)\nIssue: #\d+ (.*)\nCycle: (\d+)\nAttempt: (\d+)\n/;

/** Never fails: an agent without a line says what its role says by default. */
export function answerTo(lines: Lines, messages: readonly Message[]): LineTurn {
  const at = messages.findLastIndex((message) => message.role === "user" && header.test(message.text));
  const [, role = "", issue = "", cycle = "", attempt = ""] = header.exec(messages[at]?.text ?? "") ?? [];
  const told = messages
    .filter((message) => message.role === "user")
    .map((message) => message.text)
    .join("\n");
  const spoken = messages.slice(at + 1).filter((message) => message.role === "assistant").length;
  const line = lines.lines.find(
    (one) =>
      one.role === role &&
      one.issue === issue &&
      (one.cycle === undefined || one.cycle === Number(cycle)) &&
      (one.attempt === undefined || one.attempt === Number(attempt)) &&
      holds(one, told),
  );
  return withDirectives(line?.turns[spoken] ?? byDefault(role, told), told);
}

const holds = ({ when }: Line, told: string): boolean =>
  (when.contains === undefined || told.includes(when.contains)) &&
  (when.lacks === undefined || !told.includes(when.lacks));

/** A submission says of every directive the worker was told of whether it was honoured. */
function withDirectives(turn: LineTurn, told: string): LineTurn {
  const ids = [...new Set([...told.matchAll(/\b(D\d+) \(from @/g)].map((match) => match[1] ?? ""))];
  const calls = turn.calls.map((call) => {
    if (!call.submit) return call;
    const own = (call.submit.directives ?? []) as readonly { id: string }[];
    const rest = ids.filter((id) => !own.some((report) => report.id === id));
    const others = rest.map((id) => ({ id, honoured: "no", note: "It does not touch this task." }));
    return {
      submit: { ...call.submit, directives: [...own.filter((report) => ids.includes(report.id)), ...others] },
    };
  });
  return { ...turn, calls };
}

function byDefault(role: string, told: string): LineTurn {
  const say = (calls: LineTurn["calls"]): LineTurn => ({ seconds: 0.2, text: "", calls });
  if (role === "planner") return say([{ finish: { done: true, hand_off: "Nothing more to plan." } }]);
  if (role === "worker") return say([{ submit: { done: "What the task asks for is in the workspace." } }]);
  const evidence = {
    point: "the checks",
    met: !told.includes("FAILED"),
    evidence: "the results in the brief",
  };
  const verdict = told.includes("FAILED") ? "continue" : "done";
  return say([{ give_verdict: { verdict, summary: "By the checks alone.", evidence: [evidence] } }]);
}
