/** All parts of the hostile corpus, each with its share of the inputs that are drawn. */

import { escaped } from "../../src/codec/shown-name.ts";
import { Random } from "../simulate/random.ts";
import type { Outcome, Part } from "./part.ts";
import { bots } from "./parts/bots.ts";
import { canaries } from "./parts/canaries.ts";
import { commands } from "./parts/commands.ts";
import { egress } from "./parts/egress.ts";
import { hiddenText } from "./parts/hidden-text.ts";
import { interference } from "./parts/interference.ts";
import { logs } from "./parts/logs.ts";
import { markdown } from "./parts/markdown.ts";
import { markers } from "./parts/markers.ts";
import { names } from "./parts/names.ts";
import { paths } from "./parts/paths.ts";
import { slices } from "./parts/slices.ts";
import { toolCalls } from "./parts/tool-calls.ts";

export interface Shared {
  readonly part: Part;
  /** Of the threats in docs/security.md. */
  readonly rows: string;
  /** How much of the whole it gets; one without a share has fixtures only. */
  readonly share: number;
  /** Too slow for `npm test`. */
  readonly isSlow?: true;
}

export const parts: readonly Shared[] = [
  { part: hiddenText, rows: "T13", share: 4 },
  { part: names, rows: "T15", share: 4 },
  { part: markers, rows: "T7, T8", share: 4 },
  { part: toolCalls, rows: "T43", share: 5 },
  { part: canaries, rows: "T25", share: 4 },
  { part: slices, rows: "T26", share: 4 },
  { part: logs, rows: "T28, T29", share: 4 },
  { part: paths, rows: "T34, T35", share: 4 },
  { part: markdown, rows: "T12, T27, T49", share: 6 },
  { part: bots, rows: "T12", share: 3 },
  { part: commands, rows: "T5", share: 3 },
  { part: egress, rows: "T23", share: 0, isSlow: true },
  { part: interference, rows: "T2, T4, T10", share: 1, isSlow: true },
];

/** How many of `inputs` each part draws: together exactly as many. */
export function sharesOf(inputs: number, of: readonly Shared[] = parts): readonly number[] {
  const whole = of.reduce((sum, { share }) => sum + share, 0);
  let given = 0;
  let taken = 0;
  return of.map(({ share }) => {
    given += share;
    const until = Math.round((inputs * given) / whole);
    const count = until - taken;
    taken = until;
    return count;
  });
}

/** Each part draws from a stream of its own, so that it draws the same whether others run or not. One that breaks off is an escape. */
export const runPart = (part: Part, count: number, seed: number): Promise<Outcome> =>
  part.run(count, new Random(seed).fork(part.name)).catch((error: unknown) => ({
    inputs: 0,
    escapes: [`it broke off: ${escaped(String(error).slice(0, 600))}`],
    control: { tried: 0, escaped: 0 },
  }));

/** What is wrong with an outcome, in a sentence each. A control with nothing to try was left out, and said so. */
export function faultsOf({ escapes, control }: Outcome): readonly string[] {
  const isBlind = control.tried > 0 && control.escaped === 0;
  return [
    ...escapes,
    ...(isBlind ? ["the control did not bite: nothing gets past without the defence"] : []),
  ];
}
