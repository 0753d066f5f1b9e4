/** Breadth first through every interleaving of a small world. */

import { Model } from "./model.ts";
import { type Mutant, unchanged } from "./mutant.ts";
import { Rows } from "./pool.ts";
import { Settling } from "./settle.ts";
import { successors } from "./successors.ts";
import { initial, type Spec } from "./worlds.ts";

export interface Finding {
  /** `I2: #34 landed without …` */
  readonly broken: string;
  /** The steps that lead there, the shortest there are. */
  readonly trace: readonly string[];
}

export interface Search {
  readonly states: number;
  readonly steps: number;
  readonly seconds: number;
  /** The first finding of each property. */
  readonly findings: readonly Finding[];
  /** Every state was visited; else the search was ended by what it looked for, or by its limit. */
  readonly complete: boolean;
}

export interface SearchOptions {
  readonly mutant?: Mutant;
  /** Ends the search as soon as this property is broken. */
  readonly until?: string;
  /** The most states to visit. */
  readonly most?: number;
}

/** Visits all states of the world and judges each; the findings carry the names of properties. */
export function search(
  spec: Spec,
  { mutant = unchanged, until, most = Infinity }: SearchOptions = {},
): Search {
  const started = performance.now();
  const model = new Model(spec, mutant);
  const start = initial(model);
  const rows = new Rows(4 + spec.processes);
  const settling = new Settling(model, new Rows(4 + spec.processes));
  const parents: number[] = [0];
  const choices: number[] = [0];
  const findings = new Map<string, Finding>();
  rows.add(model.encode(start));
  const report = (broken: readonly string[], at: number, last: readonly string[]) => {
    for (const one of broken) {
      const name = one.split(":")[0] ?? "";
      if (!findings.has(name)) findings.set(name, { broken: one, trace: [...trace(at), ...last] });
    }
  };
  const trace = (at: number): readonly string[] => {
    const path: number[] = [];
    for (let index = at; index !== 0; index = parents[index] ?? 0) path.push(index);
    let state = start;
    return path.reverse().map((index) => {
      const step = successors(model, state)[choices[index] ?? 0];
      if (!step) throw new Error("The trace cannot be replayed.");
      state = step.state;
      return step.label;
    });
  };
  let steps = 0;
  let at = 0;
  for (; at < rows.size && rows.size < most && !(until && findings.has(until)); at++) {
    const state = model.decode(rows.row(at));
    report(settling.judge(state), at, ["(and then a fair run)"]);
    for (const [choice, step] of successors(model, state).entries()) {
      steps++;
      if (step.broken.length > 0) {
        report(step.broken, at, [step.label]);
        continue;
      }
      const { fresh } = rows.add(model.encode(step.state));
      if (!fresh) continue;
      parents.push(at);
      choices.push(choice);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const complete = at === rows.size;
  return { states: rows.size, steps, seconds, findings: [...findings.values()], complete };
}
