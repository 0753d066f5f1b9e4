/**
 * A pair of runs of one plan: strangers do what they can in one, and in the other the same webhooks come without a reason.
 * Whatever leaves the swarm must be the same, in the same order.
 *
 * What may differ is when strangers make us look, and what the looking costs. So both runs are woken at the same moments, and
 * reads of the API take no time: then nothing else may differ, not even the times in commits, and no plan has to be left out
 * because its order hangs on who comes first. Left out are faults that strike reads, for more reads would draw more of them.
 */

import { escaped } from "../../../src/codec/shown-name.ts";
import type { Question } from "../../../src/model/model.ts";
import type { Audience, Interruption } from "../../simulate/audience.ts";
import type { Branches, Transaction } from "../../simulate/branches.ts";
import { drawPlan, type FaultKind, type Plan } from "../../simulate/plan.ts";
import { loadPrompts } from "../../simulate/process.ts";
import { Random } from "../../simulate/random.ts";
import { run } from "../../simulate/run.ts";
import type { Call } from "../../simulate/script.ts";
import { obeys } from "./obedient.ts";
import { drawStrangers, strangers } from "./strangers.ts";
import { strangersWord } from "./words.ts";

export interface Pair {
  readonly seed: number;
  /** How many things left the swarm: pushes, writes to the forge, and prompts. */
  readonly effects: number;
  /** How often strangers did something. */
  readonly deeds: number;
  /** Where the two runs part, in a sentence; undefined when they do not. */
  readonly interference: string | undefined;
}

const firstNumber = 101;
const striking: ReadonlySet<FaultKind> = new Set([
  "stale-list",
  "gone-for-a-moment",
  "token-expired",
  "secondary-limit",
]);

export async function playPair(seed: number): Promise<Pair> {
  const drawn = drawPlan(seed, new Random(seed));
  const faults = Object.entries(drawn.faults).filter(([kind]) => !striking.has(kind as FaultKind));
  const plan: Plan = { ...drawn, faults: Object.fromEntries(faults) };
  const deeds = drawStrangers(new Random(seed).fork("strangers"), plan.calmAfter, firstNumber);
  const alone = await effectsOf(
    plan,
    deeds.map(({ at }) => ({ at, happens: () => {} })),
  );
  const disturbed = await effectsOf(plan, deeds);
  const at = disturbed.findIndex((effect, index) => effect !== alone[index]);
  const end = alone.length > disturbed.length ? disturbed.length : -1;
  const first = at < 0 ? end : at;
  const interference =
    first < 0
      ? undefined
      : `seed ${seed}, effect ${first + 1}: with strangers ${shown(disturbed[first], alone[first])}, without them ${shown(alone[first], disturbed[first])}`;
  return { seed, effects: alone.length, deeds: deeds.length, interference };
}

/** Among the pairs of the first seeds, the first interference. */
export async function firstInterference(pairs: number): Promise<string | undefined> {
  await loadPrompts();
  for (let seed = 1; seed <= pairs; seed++) {
    const { interference } = await playPair(seed);
    if (interference !== undefined) return interference;
  }
  return undefined;
}

/** All that left the swarm in a run, one line each, in its order; at the end what the run itself found broken. */
async function effectsOf(plan: Plan, interruptions: readonly Interruption[]): Promise<readonly string[]> {
  const effects: string[] = [];
  const audience: Audience = {
    ...{ strangers, firstNumber, interruptions },
    pushed: (branches, transaction) => void effects.push(describePush(branches, transaction)),
    wrote: (route, fields) => void effects.push(`write ${route} ${JSON.stringify(fields)}`),
    asked: (role, question) => {
      effects.push(`prompt of the ${role}: ${JSON.stringify(question)}`);
      return misled(role, question);
    },
  };
  const { breaches } = await run(plan, audience);
  return [...effects, ...breaches.map(({ invariant, what }) => `breach of ${invariant}: ${what}`)];
}

const misled = (role: "planner" | "worker" | "judge", question: Question): readonly Call[] | undefined =>
  JSON.stringify(question).includes(strangersWord) ? obeys(role, question) : undefined;

function describePush({ objects }: Branches, { by, moves }: Transaction): string {
  const told = moves.map(({ branch, from, to }) => {
    if (to === undefined) return `${branch} removed at ${from}`;
    const { tree, message } = objects.read(to);
    return `${branch}: ${message} (tree ${tree}, from ${from} to ${to})`;
  });
  return `push by ${by}: ${told.join("; ")}`;
}

/** On one line, from a little before where the two part. */
function shown(effect: string | undefined, other: string | undefined): string {
  if (effect === undefined) return "nothing";
  let same = 0;
  while (same < effect.length && effect[same] === other?.[same]) same += 1;
  const kind = effect.slice(0, 60);
  return escaped(same < 60 ? effect.slice(0, 200) : `${kind}… ${effect.slice(same - 20, same + 160)}`);
}
