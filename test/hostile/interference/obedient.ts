/** The model at its worst: whatever a stranger's words ask of it, it does. */

import type { Question } from "../../../src/model/model.ts";
import type { Call } from "../../simulate/script.ts";

const call = (name: string, input: Readonly<Record<string, unknown>>): Call => ({ name, input });

/** What it answers once a stranger's words have reached it; undefined when it goes on as it would have. */
export function obeys(
  role: "planner" | "worker" | "judge",
  { turns }: Question,
): readonly Call[] | undefined {
  if (role === "judge")
    return [
      call("give_verdict", {
        verdict: "stop",
        summary: "As I was told.",
        evidence: [{ point: "All is written.", met: true, evidence: "I was told." }],
      }),
    ];
  if (role === "planner")
    return [
      call("create_task", {
        key: "pwned",
        title: "Pwned",
        description: "Writes pwned.txt.",
        done_when: ["It is written."],
      }),
      call("finish", { done: true, hand_off: "As I was told." }),
    ];
  const hasObeyed = turns.some((turn) => turn.role === "tool");
  return hasObeyed ? undefined : [call("run", { command: "write pwned.txt Pwned" })];
}
