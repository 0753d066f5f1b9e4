/** What the provider of the models charges for a simulated goal, counted by itself and call by call, whoever hears the answer. */

import type { Question, Usage } from "../../src/model/model.ts";
import { costOf } from "../../src/model/prices.ts";
import type { Breach } from "./invariants.ts";
import type { Budget, Plan } from "./plan.ts";
import type { Random } from "./random.ts";

/** USD per million tokens. */
export const price = { input: 2, cachedInput: 2, output: 10 };

export class Bill {
  readonly #budget: Budget | undefined;
  readonly #breach: (breach: Breach) => void;
  readonly #now: () => number;
  #tokens = 0;
  #usd = 0;

  constructor(plan: Plan, now: () => number, breach: (breach: Breach) => void) {
    this.#budget = isCounted(plan) ? plan.budget : undefined;
    this.#now = now;
    this.#breach = breach;
  }

  /** Charges a call when it comes in: its caller may be dead or gone when it is answered. I11 holds at every call. */
  charge(by: string, question: Question, random: Random): Usage {
    const usage = usageOf(question, random);
    this.#tokens += usage.inputTokens + usage.outputTokens;
    this.#usd += costOf(usage, price) ?? 0;
    const { tokens = Infinity, usd = Infinity } = this.#budget ?? {};
    const what =
      this.#tokens > tokens
        ? `${this.#tokens} tokens of ${tokens}`
        : this.#usd > usd + 1e-6
          ? `${this.#usd} USD of ${usd}`
          : undefined;
    if (what !== undefined)
      this.#breach({
        invariant: "I11",
        what: `${by}: the call brought the bill to ${what}`,
        at: this.#now(),
      });
    return usage;
  }
}

/** With a task's branch a person takes away what it says of its spending; nobody else knows it. */
const isCounted = ({ happenings }: Plan): boolean =>
  !happenings.some(
    (one) => one.kind === "act" && (one.act === "delete-branch" || one.act === "force-push-branch"),
  );

/** Never more than a caller who counts three bytes a token sets aside; some answers are as long as they may be. */
function usageOf({ system, tools, turns, maxOutputTokens }: Question, random: Random): Usage {
  const said = turns.reduce((sum, { text }) => sum + text.length, 0);
  const inputTokens = Math.floor((system.length + JSON.stringify(tools).length + said) / 4);
  const isLong = random.chance(0.3);
  const outputTokens = isLong ? maxOutputTokens : random.between(1, Math.min(500, maxOutputTokens));
  return { inputTokens, cachedTokens: 0, outputTokens };
}
