/** Hunts mutants, two at a time, each in a process of its own: every one must be caught by the invariant it breaks. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Mutant, mutants } from "./mutants.ts";

/** What one process found out about its mutant. */
export interface Hunt {
  /** The first seed in which the mutant's own invariant was broken. */
  readonly caught: { readonly seed: number; readonly what: string } | undefined;
  /** Other invariants that were broken on the way. */
  readonly others: readonly string[];
}

export interface Outcome {
  readonly mutant: Mutant;
  readonly hunt: Hunt | undefined;
  readonly seconds: number;
  /** What the process said when it could not even hunt. */
  readonly trouble: string;
  /** The text that the mistake replaces is no longer there once: the mutant has to be written anew. */
  readonly stale: boolean;
}

const atOnce = 2;
/** A mutant that keeps busy for ever is caught by nobody. */
const longest = 60_000;
const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("mutated.ts", import.meta.url));

/** Hunts all of them and tells of each as it ends; answers in their order. */
export async function huntAll(
  hunted: readonly Mutant[],
  tell: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = hunted.entries();
  const hunter = async (): Promise<void> => {
    for (const [index, mutant] of waiting) {
      const outcome = await hunt(mutant);
      outcomes[index] = outcome;
      tell(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hunter));
  return outcomes;
}

function hunt(mutant: Mutant): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const options = { cwd: root, timeout: longest, killSignal: "SIGKILL" as const };
    execFile(process.execPath, [script, mutant.name], options, (error, output, words) => {
      const seconds = (performance.now() - started) / 1000;
      if (!error) resolve({ mutant, hunt: JSON.parse(output) as Hunt, seconds, trouble: "", stale: false });
      else {
        const trouble = words.trim() || error.message;
        resolve({ mutant, hunt: undefined, seconds, trouble, stale: error.code === 2 });
      }
    });
  });
}

/** One line of the table. */
export function lineOf({ mutant, hunt, seconds, trouble }: Outcome): string {
  const { caught, others = [] } = hunt ?? {};
  const seed = caught ? `seed ${caught.seed}` : "-";
  const also = others.length > 0 ? `also ${others.join(" ")}` : "";
  const what = caught ? also : trouble || `SURVIVED ${mutant.caughtBy} ${also}`;
  const by = caught ? mutant.caughtBy : "nobody";
  return `${mutant.name.padEnd(44)} ${by.padEnd(7)} ${seed.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${what}`.trimEnd();
}

/** The command: all mutants, or the one of this name, as a table. Answers the exit code: 1 for a survivor, 2 for a stale one. */
export async function huntCommand(name: string | undefined): Promise<number> {
  const wanted = mutants.filter((mutant) => name === undefined || mutant.name === name);
  if (wanted.length === 0) {
    console.error(`There is no mutant "${name}". There are: ${mutants.map((one) => one.name).join("; ")}.`);
    return 2;
  }
  const outcomes = await huntAll(wanted, (outcome) => console.log(lineOf(outcome)));
  const survivors = outcomes.filter(({ hunt }) => !hunt?.caught);
  console.log(`${wanted.length} mutants, ${survivors.length} not caught`);
  if (outcomes.some(({ stale }) => stale)) return 2;
  return survivors.length > 0 ? 1 : 0;
}
