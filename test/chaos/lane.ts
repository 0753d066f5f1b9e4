/** One goal: a person opens it, does what the scenario says, and waits for its end and until everything about it is in order. */

import { setTimeout as pause } from "node:timers/promises";
import { type Evidence, endOf, type Place, readEvidence } from "./evidence.ts";
import { judge, type Reference, type Violation } from "./judge.ts";
import type { Person } from "./person.ts";
import type { Deed, Scenario } from "./scenarios.ts";

export interface Watch {
  /** Milliseconds since 1970 when waiting ends; it moves once the faults are over. */
  readonly deadline: () => number;
}

const every = 500;
/** A goal that ended may need so long until everything about it is in order. */
const tidying = 30_000;

/** Opens the goal, tells its number, and waits for its end. */
export async function playGoal(
  scenario: Scenario,
  place: Omit<Place, "goal">,
  person: Person,
  watch: Watch,
  opened: (goal: number) => void = () => {},
): Promise<Place & { readonly seconds: number }> {
  const started = performance.now();
  const goal = await person.open(scenario.title, scenario.body);
  opened(goal);
  const at = { ...place, goal };
  const over = async () => (await endOf(at)) !== undefined || Date.now() > watch.deadline();
  const deeds = doAll(scenario.deeds, goal, person, over);
  while (!(await over())) await pause(every);
  await deeds;
  return { ...at, seconds: (performance.now() - started) / 1000 };
}

/** What is still wrong with a goal once it had time to settle; `more` looks beside the judge. */
export async function settle(
  place: Place,
  person: Person,
  reference: Reference,
  watch: Watch,
  more: (evidence: Evidence) => readonly Violation[],
): Promise<readonly Violation[]> {
  for (const until = Date.now() + tidying; ; await pause(every)) {
    const evidence = await readEvidence(place, person);
    const violations = [...judge(evidence, reference), ...more(evidence)];
    const late = Date.now() > Math.max(until, watch.deadline());
    if (violations.length === 0 || late) return violations;
  }
}

async function doAll(
  deeds: readonly Deed[],
  goal: number,
  person: Person,
  over: () => Promise<boolean>,
): Promise<void> {
  for (const { seeing, on, say } of deeds) {
    for (;;) {
      const issue = (await person.issues()).find(
        ({ marker, title }) => marker?.goal === goal && title === seeing,
      );
      if (issue) await person.say(on === "goal" ? goal : issue.number, say);
      if (issue || (await over())) break;
      await pause(every);
    }
    await pause(every);
  }
}
