/** What the simulated agents say: it depends only on their brief and on what their tools answered. */

import type { Turn } from "../../src/model/model.ts";
import { forbidden } from "./branches.ts";
import type { TaskPlan } from "./plan.ts";
import type { Stage } from "./played-agents.ts";

export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const call = (name: string, input: Readonly<Record<string, unknown>>): Call => ({ name, input });

interface Heading {
  readonly issue: string;
  readonly cycle: number;
  readonly attempt: number;
}

/** The next calls of a role, given its transcript. */
export function replyOf(
  role: "planner" | "worker" | "judge",
  stage: Stage,
  turns: readonly Turn[],
): readonly Call[] {
  const start = turns.findLastIndex((turn) => turn.role === "user" && turn.text.startsWith("Role: "));
  const brief = turns[start];
  const text = brief?.role === "user" ? brief.text : "";
  const heading = {
    issue: /^Issue: #\d+ (.*)$/m.exec(text)?.[1] ?? "",
    cycle: Number(/^Cycle: (\d+)$/m.exec(text)?.[1] ?? 1),
    attempt: Number(/^Attempt: (\d+)$/m.exec(text)?.[1] ?? 1),
  };
  const since = turns.slice(start + 1);
  if (role === "planner") return plans(stage, heading);
  if (role === "judge") return judges(since);
  return works(stage, heading, text, since);
}

function plans({ plan }: Stage, { issue, cycle, attempt }: Heading): readonly Call[] {
  const finish = call("finish", { done: true, hand_off: "Nothing is left to plan." });
  if (attempt > 1) return [finish];
  if (issue !== "The rest") {
    if (cycle > 1)
      return [
        createTask({
          title: `Mend ${cycle}`,
          writes: "",
          needs: [],
          asks: false,
          breaks: false,
          refused: false,
        }),
        finish,
      ];
    const own = plan.subPlan ? plan.tasks.slice(0, 1) : plan.tasks;
    const rest = call("create_plan", { key: "rest", title: "The rest", description: "All the rest." });
    return [...own.map(createTask), ...(plan.subPlan ? [rest] : []), finish];
  }
  return [...plan.tasks.slice(1).map((task) => createTask({ ...task, needs: [] })), finish];
}

const key = (title: string) => title.toLowerCase().replaceAll(" ", "-");

const createTask = (task: TaskPlan): Call =>
  call("create_task", {
    key: key(task.title),
    title: task.title,
    description: `Writes ${task.writes}.`,
    done_when: ["It is written."],
    needs: task.needs.map(key),
  });

function judges(since: readonly Turn[]): readonly Call[] {
  const refused = since.some((turn) => turn.role === "tool");
  const point = { point: "All is written.", met: !refused, evidence: "The checks say so." };
  return [
    call("give_verdict", {
      verdict: refused ? "continue" : "done",
      summary: "Looked at.",
      evidence: [point],
    }),
  ];
}

function works(
  stage: Stage,
  { issue, attempt }: Heading,
  brief: string,
  since: readonly Turn[],
): readonly Call[] {
  const task = stage.plan.tasks.find((one) => one.title === issue);
  const answers = since.filter((turn) => turn.role === "tool");
  const last = answers.at(-1)?.text ?? "";
  if (task?.asks && attempt === 1 && answers.length === 0)
    return [call("ask_human", { question: "Which of the two?" })];
  if (answers.length === 0 && !stage.faults.strikes("worker-claims-falsely"))
    return doing(task, brief, attempt).map((command) => call("run", { command }));
  const directives = [...new Set(brief.match(/\bD\d+\b/g)), ...new Set(saidIn(since))];
  return [
    call("submit", {
      done: "It is written.",
      already_done: last.includes("Nothing in the workspace differs"),
      directives: [...new Set(directives)].map((id) => ({
        id,
        honoured: "no",
        note: "It does not matter here.",
      })),
    }),
  ];
}

const saidIn = (turns: readonly Turn[]): readonly string[] =>
  turns.flatMap((turn) => (turn.role === "assistant" ? [] : (turn.text.match(/\bD\d+\b/g) ?? [])));

function doing(task: TaskPlan | undefined, brief: string, attempt: number): readonly string[] {
  const conflicts = /^## Conflicts to resolve\n([\s\S]*?)(?=\n## |(?![\s\S]))/m.exec(brief)?.[1] ?? "";
  const paths = conflicts.match(/\b[\w-]+\.txt\b/g) ?? [];
  if (paths.length > 0) return [...new Set(paths)].map((path) => `resolve ${path}`);
  if (!task) return ["mend"];
  const refused = task.refused && attempt === 1 ? ` ${forbidden}` : "";
  return [`write ${task.writes} ${task.title}${task.breaks ? " broken" : ""}${refused}`];
}
