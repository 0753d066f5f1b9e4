/** What becomes of a webhook on its way: nothing, two of it, a later one, one out of order, or one that lies. */

import type { Dice } from "./dice.ts";
import type { FaultKind } from "./kinds.ts";

export interface Fate {
  readonly kind: FaultKind;
  readonly copies: number;
  /** Milliseconds it is held back; those that follow overtake it. */
  readonly held: number;
  readonly lies: boolean;
}

/** The first kind that falls; undefined when the delivery goes well. */
export function drawFate(dice: Dice): Fate | undefined {
  if (dice.falls("lost-webhook")) return { kind: "lost-webhook", copies: 0, held: 0, lies: false };
  if (dice.falls("doubled-webhook")) return { kind: "doubled-webhook", copies: 2, held: 0, lies: false };
  if (dice.falls("lying-webhook")) return { kind: "lying-webhook", copies: 1, held: 0, lies: true };
  if (dice.falls("shuffled-webhook"))
    return {
      kind: "shuffled-webhook",
      copies: 1,
      held: dice.between("shuffled-webhook", 20, 400),
      lies: false,
    };
  if (dice.falls("late-webhook"))
    return { kind: "late-webhook", copies: 1, held: dice.between("late-webhook", 2000, 8000), lies: false };
  return undefined;
}

/** The same payload about another issue, a goal though it is none, and about another branch. */
export function lie(payload: object): object {
  const { issue, ref } = payload as { issue?: { number: number }; ref?: unknown };
  return {
    ...payload,
    ...(issue ? { issue: { ...issue, number: issue.number + 1, state: "closed", labels: [goal] } } : {}),
    ...(typeof ref === "string" ? { ref: ref.replace(/\d+/, (digits) => String(Number(digits) + 1)) } : {}),
  };
}

const goal = { id: 1, name: "swarm:goal", color: "000000", default: false };
