/** What every part of the hostile corpus is: inputs drawn from a seed, tried with the defence on, and with it off. */

import type { Random } from "../simulate/random.ts";

export interface Part {
  readonly name: string;
  /** Tries its fixtures and `count` inputs drawn from `random`; the same count and stream give the same inputs. */
  run(count: number, random: Random): Promise<Outcome>;
}

export interface Outcome {
  readonly inputs: number;
  /** One sentence for each input that got past the defence; none may. */
  readonly escapes: readonly string[];
  /** The same check without the defence: one that nothing gets past shows that the check sees nothing. */
  readonly control: { readonly tried: number; readonly escaped: number };
}
