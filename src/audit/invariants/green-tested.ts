/** I5: green, a done goal's commit and gated landings are ones that the checks were run on, with the results they need. */

import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { type History, reach } from "../study/history.ts";
import { type Checked, heldAmong, short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";
import { untestedLandings } from "./gated-landing.ts";

export const greenTested: Invariant = {
  name: "I5",
  title: "green is tested",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...greenFindings(study), ...judgedFindings(study), ...untestedLandings(study)];
  },
};

function greenFindings({ evidence, log, history }: Study): Finding[] {
  const green = evidence.refs.get(`swarm/${evidence.goal}/green`);
  if (green === undefined) return [];
  const base = log.accepted[0]?.base;
  // A log that began anew, and was stopped before it accepted the goal, knows nothing of what the removed one did.
  if (base === undefined && personRewrote(evidence, "log")) return [];
  const runs = log.checked.filter((one) => one.commit === green);
  const last = runs.at(-1);
  // What passed there another time fails by chance.
  const passed = new Set(runs.flatMap((one) => one.results.filter((r) => r.passed).map((r) => r.command)));
  const isBroken = (command: string) => last?.red === true && log.held.has(command) && !passed.has(command);
  const fails = last?.results.map(({ command }) => command).filter(isBroken) ?? [];
  const found: Finding[] = [];
  // Until the first checks ran, green is the base.
  if (!last && green !== base) found.push(broken(`Green is at ${short(green)}, which no check was run on.`));
  if (fails.length > 0) {
    const text = `Green is at ${short(green)}, where ${fails.join(", ")} failed, a held check.`;
    // What it held on may be what a person took out of integration, and green goes back with it.
    const beneath = reach(evidence.commits, [green]);
    const isOut = personRewrote(evidence) && !fails.some((command) => heldAmong(log, beneath, command));
    found.push(isOut ? note(text) : broken(text));
  }
  if (green !== base && isOutside(history, green) && !personRewrote(evidence))
    found.push(broken(`Green is at ${short(green)}, which is not in the history of integration.`));
  return found;
}

function judgedFindings({ evidence, log, history, closed }: Study): Finding[] {
  if (closed?.state !== "done") return [];
  const verdict = log.cycles.findLast((cycle) => cycle.verdict)?.verdict;
  if (verdict?.verdict !== "done") return [broken('The goal is done, but the last verdict is not "done".')];
  const checked = lastCheck(log.checked, verdict.commit);
  const at = `The goal is done at ${short(verdict.commit)}`;
  if (!checked) return [broken(`${at}, which no check was run on.`)];
  const ran = new Set(checked.results.map((result) => result.command));
  const missing = (log.accepted.at(-1)?.checks ?? []).filter((command) => !ran.has(command));
  const fails = checked.results.filter((result) => !result.passed).map((result) => result.command);
  const found: Finding[] = [];
  if (fails.length > 0) found.push(broken(`${at}, where these checks failed: ${fails.join(", ")}.`));
  if (missing.length > 0)
    found.push(broken(`${at}, where these checks were not run: ${missing.join(", ")}.`));
  if (isOutside(history, verdict.commit) && !personRewrote(evidence))
    found.push(broken(`${at}, which is not in the history of integration.`));
  return found;
}

const isOutside = ({ head, reached }: History, sha: string): boolean =>
  head !== undefined && !reached.has(sha);

const lastCheck = (checked: readonly Checked[], commit: string): Checked | undefined =>
  checked.findLast((one) => one.commit === commit);
