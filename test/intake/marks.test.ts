/** How long something lasts is counted on a clock that nobody can set, whatever the one on the wall says meanwhile. */

import { expect, test } from "vitest";
import { foldLog } from "../../src/domain/log.ts";
import { marksOf, overdue, redSince } from "../../src/intake/marks.ts";
import { Stillness } from "../../src/intake/stillness.ts";
import { aCharter, beginning, begun, checked, head, minute } from "../support/builders.ts";

test("a red and a time that is over have lasted for as long as they were seen, not as long as the dates say", () => {
  const entries = [...begun(aCharter({ limits: { minutes: 9 } })), checked(head, false)];
  const log = foldLog(entries.map((entry) => ({ ...entry, at: beginning })));
  const stillness = new Stillness();
  const look = (now: number, monotonic: number) => {
    const lasts = stillness.observe(marksOf(log, now), monotonic);
    return [lasts.get(redSince(beginning).name), lasts.get(overdue.name)];
  };
  expect(look(beginning + minute, 0)).toEqual([0, undefined]);
  expect(look(beginning + 600 * minute, minute)).toEqual([minute, 0]);
  expect(look(beginning + 2 * minute, 2 * minute)).toEqual([2 * minute, undefined]);
  expect(look(beginning + 10 * minute, 10 * minute)).toEqual([10 * minute, 0]);
});
