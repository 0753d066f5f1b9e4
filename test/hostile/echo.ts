/** An account that answers each of our comments, a thousand times, while a person has paused the goal. */

import type { Audience, Outdoors } from "../simulate/audience.ts";
import type { Plan } from "../simulate/plan.ts";
import { loadPrompts } from "../simulate/process.ts";
import { run } from "../simulate/run.ts";
import { people, type User } from "../simulate/tracker.ts";

export interface Echoed {
  /** Answers of the echo to what we said. */
  readonly rounds: number;
  /** The most comments of ours in one thread and hour. */
  readonly most: number;
  /** Comments of ours in all, edits and removals included. */
  readonly said: number;
  /** Calls of models while the goal was paused. */
  readonly calls: number;
}

const hour = 3_600_000;
const rounds = 1000;
const every = 36_000;
const end = rounds * every;

const plan: Plan = {
  seed: 11,
  processes: 1,
  tasks: [{ title: "Task 0", writes: "first.txt", needs: [], asks: false, breaks: false, refused: false }],
  ...{ subPlan: false, gated: false, budget: undefined, faults: {}, calmAfter: end + hour },
  happenings: [{ at: 15_000, kind: "act", act: "pause", task: 0 }],
};

/** Another app, and a machine's account that may write and whose echo happens to be a command. */
const echoes = {
  app: { id: 21, login: "echo[bot]", type: "Bot", permission: "write" },
  machine: { id: 22, login: "echo", type: "User", permission: "write" },
} as const satisfies Record<string, User>;

/** Plays ten hours with an echo of this kind. */
export async function playEcho(kind: keyof typeof echoes): Promise<Echoed> {
  await loadPrompts();
  const echo = echoes[kind];
  let [now, answered, said, calls] = [0, 0, 0, 0];
  const comments = new Map<string, number>();
  const answer = (outdoors: Outdoors): void => {
    now = outdoors.now;
    const { tracker, goal } = outdoors;
    const ours = [...tracker.comments.values()].flatMap((states) => states.at(-1) ?? []);
    const last = ours.findLast(({ author }) => author.id === people.app.id);
    tracker.addComment(echo, last?.issue ?? goal, `${last?.body ?? ""}\n\n/swarm help`);
    answered += 1;
  };
  const audience: Audience = {
    ...{ strangers: Object.values(echoes), firstNumber: 1, pushed: () => {} },
    interruptions: Array.from({ length: rounds }, (_, index) => ({
      at: (index + 1) * every,
      happens: answer,
    })),
    wrote: (route, { issue_number }) => {
      if (now === 0 || now >= end || !/comments(\/\{comment_id\})?$/.test(route)) return;
      said += 1;
      const thread = `${issue_number} in hour ${Math.floor(now / hour)}`;
      comments.set(thread, (comments.get(thread) ?? 0) + 1);
    },
    asked: () => {
      if (now > 0 && now < end) calls += 1;
      return undefined;
    },
  };
  await run(plan, audience);
  return { rounds: answered, most: Math.max(0, ...comments.values()), said, calls };
}
