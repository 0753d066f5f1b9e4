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
  /** What landed since, with the file that is said to show it. */
  readonly said: readonly {
    readonly task: number;
    readonly honoured: boolean;
    readonly path: string | undefined;
  }[];
}

/** In the order in which they were said. */
export function ledgerOf(world: World): readonly Ledgered[] {
  const claimed = tasksOf(world).filter((task) => task.state === "claimed");
  const atWork = [...new Set([...world.busy.planners, ...claimed.map((task) => task.number)])];
  return world.log.directives.map((directive) => {
    const knows = (issue: number) => world.busy.told.get(issue)?.includes(directive.id) === true;
    const beneath = atWork.filter((issue) => pathTo(world, issue).some((above) => above === directive.issue));
    return {
      directive,
      told: beneath.filter(knows),
      due: beneath.filter((issue) => !knows(issue)),
      said: [...world.log.landings.values()].flatMap(({ task, handOff }) =>
        handOff.directives
          .filter(({ id }) => id === directive.id)
          .map(({ honoured, path }) => ({ task, honoured: honoured === "yes", path })),
      ),
    };
  });
}
