/** The part of I5 for goals with gated landing: what lands was tested before, and breaks nothing that held. */

import { broken, type Finding } from "../invariant.ts";
import { type LogView, type Placed, short } from "../study/log-view.ts";
import type { Study } from "../study/study.ts";

type Landed = Placed<"landed">;

/** One finding for each push of landings whose last commit was not tested, or failed more than the head before it. */
export const untestedLandings = ({ evidence, log }: Study): Finding[] =>
  pushesIn(log).flatMap((landings) => {
    const [first, last] = [landings[0], landings.at(-1)];
    if (!first || !last || !isGated(log, first.place)) return [];
    const head = evidence.commits.get(first.merge)?.parents[0];
    const trouble = troubleWith(log, head, last);
    const tasks = landings.map(({ task }) => `#${task}`).join(", ");
    return trouble === undefined
      ? []
      : [
          broken(
            `${tasks} landed as ${short(last.merge)} though the goal asks for gated landing: ${trouble}.`,
          ),
        ];
  });

/** Landings that one commit of the log tells of went in one push. */
function pushesIn({ landed }: LogView): readonly (readonly Landed[])[] {
  const pushes = new Map<string, Landed[]>();
  for (const landing of landed) {
    const push = pushes.get(landing.at.sha);
    if (push) push.push(landing);
    else pushes.set(landing.at.sha, [landing]);
  }
  return [...pushes.values()];
}

/** As the goal's text was accepted by then. */
const isGated = ({ accepted }: LogView, place: number): boolean =>
  accepted.findLast((one) => one.place < place)?.limits.gated === true;

function troubleWith({ checked }: LogView, head: string | undefined, last: Landed): string | undefined {
  const runs = checked.filter((run) => run.commit === last.merge && run.place < last.place);
  if (runs.length === 0) return "no check was run on it before";
  const failed = checked
    .filter((run) => run.commit === head && run.place < last.place)
    .flatMap((run) => run.results.filter(({ passed }) => !passed).map(({ command }) => command));
  const isWorse = (command: string, passed: boolean) => !passed && !failed.includes(command);
  const isBad = (run: (typeof runs)[number]) =>
    run.red && run.results.some(({ command, passed }) => isWorse(command, passed));
  return runs.every(isBad) ? "a held check failed on it that had not failed before" : undefined;
}
