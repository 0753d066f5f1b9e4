/** Inputs, fixed and drawn, each given to a check with the defence on and with it off. */

import { escaped } from "../../src/codec/shown-name.ts";
import type { Random } from "../simulate/random.ts";
import type { Outcome } from "./part.ts";

export interface Trial<Input> {
  readonly fixtures: readonly Input[];
  readonly draw: (random: Random) => Input;
  /** What got past, in a sentence; undefined when nothing did. `guarded` says whether the defence is on. */
  readonly check: (input: Input, guarded: boolean) => Promise<string | undefined> | string | undefined;
  /** Which inputs the control tries; all of them when absent. */
  readonly controls?: (input: Input) => boolean;
}

/** What a check throws while the defence is on got past it, too; without the defence anything may happen. */
export async function tried<Input>(trial: Trial<Input>, count: number, random: Random): Promise<Outcome> {
  const { fixtures, draw, check, controls = () => true } = trial;
  const inputs = [...fixtures, ...Array.from({ length: count }, () => draw(random))];
  const escapes: string[] = [];
  const control = { tried: 0, escaped: 0 };
  for (const input of inputs) {
    const said = await outcomeOf(() => check(input, true));
    if (said !== undefined) escapes.push(`${said}: ${shown(input)}`);
    if (!controls(input)) continue;
    control.tried++;
    if ((await outcomeOf(() => check(input, false))) !== undefined) control.escaped++;
  }
  return { inputs: inputs.length, escapes, control };
}

async function outcomeOf(check: () => Promise<string | undefined> | string | undefined) {
  try {
    return await check();
  } catch (error) {
    return `it threw ${escaped(error instanceof Error ? error.message : String(error))}`;
  }
}

const longest = 600;

/** An input as a terminal may show it. */
function shown(input: unknown): string {
  const text = escaped(JSON.stringify(input));
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
