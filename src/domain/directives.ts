/** What became of each directive: which agents at work know it, and what hand-offs said of it. */

import type { Directive } from "./log.ts";
import { tasksOf } from "./task.ts";
import { pathTo } from "./tree.ts";
import type { World } from "./world.ts";

export interface Ledgered {
  readonly directive: Directive;
  /** Plans and tasks beneath it whose agents were told of it, and those whose agents are told before their next step. */
  readonly told: readonly number[];
  readonly due: readonly number[];
  /** Tasks beneath it whose workers another instance runs: whom that told is not known here. */
  readonly elsewhere: readonly number[];
  /** What landed since, with the file that is said to show it. */
  readonly said: readonly {
    readonly task: number;
    readonly honoured: boolean;
    readonly path: string | undefined;
  }[];
}

/** In the order in which they were said. */
export function ledgerOf(world: World): readonly Ledgered[] {
  const { planners, workers, told } = world.busy;
  const claimed = tasksOf(world).flatMap(({ state, number }) => (state === "claimed" ? [number] : []));
  const atWork = new Set([...planners, ...claimed.filter((task) => workers.has(task))]);
  return world.log.directives.map((directive) => {
    const knows = (issue: number) => told.get(issue)?.includes(directive.id) === true;
    const isBeneath = (issue: number) => pathTo(world, issue).some((above) => above === directive.issue);
    const beneath = [...atWork].filter(isBeneath);
    return {
      directive,
      told: beneath.filter(knows),
      due: beneath.filter((issue) => !knows(issue)),
      elsewhere: claimed.filter((task) => !atWork.has(task) && isBeneath(task)),
      said: [...world.log.landings.values()].flatMap(({ task, handOff }) =>
        handOff.directives
          .filter(({ id }) => id === directive.id)
          .map(({ honoured, path }) => ({ task, honoured: honoured === "yes", path })),
      ),
    };
  });
}
