/** A log that somebody removed: what is left of the goal shows that it had begun, but not how far it came. */

import type { World } from "./world.ts";

/** What a question about a missing log becomes once there is a log again. */
export const logIsBack = "The goal's log is there again.";

/** The newest question about a missing log, and whether it is still one; the name that the next one has. */
export function logQuestion(world: World) {
  const said = [...world.remarks].flatMap(([name, [first]]) => {
    const number = /^lost (\d+)$/.exec(name)?.[1];
    return number && first ? [{ number: Number(number), first }] : [];
  });
  const newest = said.sort((a, b) => a.number - b.number).at(-1);
  const open = newest && !newest.first.body.startsWith(logIsBack) ? newest : undefined;
  return { open, next: open?.number ?? (newest?.number ?? 0) + 1 };
}
