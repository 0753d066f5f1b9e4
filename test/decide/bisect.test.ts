/** Bisection: the right culprit when results are honest, and an end within its bound whatever they say. */

import { expect, test } from "vitest";
import { bisect, type Finding } from "../../src/decide/bisect.ts";
import type { Logged } from "../../src/domain/entry.ts";
import type { Sha } from "../../src/domain/ids.ts";
import { foldLog } from "../../src/domain/log.ts";
import { base, checked } from "../support/builders.ts";
import { aChain, mergeOf } from "../support/chain.ts";

const broken = new Set(["npm test"]);
const numbers = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
const bound = (n: number) => Math.ceil(Math.log2(n)) + 1;

/** Plays bisection of `n` landings; `passes` says what a run on landing `at` (0 is the base) gives, and is told how many runs came before. */
function play(n: number, passes: (at: number, run: number) => boolean) {
  const commits = [base, ...numbers(n).map(mergeOf)];
  const entries: Logged[] = [];
  const enter = (commit: Sha, passed: boolean) =>
    entries.push({ ...checked(commit, passed), at: entries.length });
  enter(base, true);
  enter(mergeOf(n), false);
  const ran: number[] = [];
  for (;;) {
    const found: Finding | undefined = bisect(foldLog(entries), base, aChain(base, numbers(n)), broken);
    if (found?.kind !== "run") return { found, ran };
    const at = commits.indexOf(found.commit);
    enter(found.commit, passes(at, ran.length));
    ran.push(at);
    if (ran.length > 100) throw new Error(`no end: ${ran}`);
  }
}

test.each(numbers(17))("of %i landings the one that broke the check is found within the bound", (n) => {
  for (const culprit of numbers(n)) {
    const { found, ran } = play(n, (at) => at < culprit);
    expect(found).toMatchObject({
      kind: "found",
      sure: true,
      check: "npm test",
      link: { commit: mergeOf(culprit) },
    });
    expect(ran.length).toBeLessThanOrEqual(bound(n));
  }
});

test("the commit before the culprit is run after the culprit failed", () => {
  expect(play(1, () => true).ran).toEqual([0]);
  expect(play(2, (at) => at < 1).ran).toEqual([1, 0]);
  expect(play(4, (at) => at < 4).ran).toEqual([2, 3]);
});

test("a check that fails afresh before all landings blames none of them for sure", () => {
  expect(play(4, () => false).found).toMatchObject({ kind: "found", sure: false });
});

test.each([2, 3, 4, 5, 6])(
  "%i landings whose results do not follow from one another end within the bound",
  (n) => {
    for (let pattern = 0; pattern < 2 ** n; pattern++) {
      const { found, ran } = play(n, (at) => (pattern >> at) % 2 === 1);
      expect(ran.length, `pattern ${pattern}`).toBeLessThanOrEqual(bound(n));
      const honest = found?.kind === "found" && found.sure && found.link.landing?.task;
      if (honest) expect((pattern >> (honest - 1)) & 1).toBe(1);
    }
  },
);

test("a check that says something else each time ends within the bound", () => {
  for (let pattern = 0; pattern < 2 ** 5; pattern++) {
    for (const n of numbers(16)) {
      const { ran } = play(n, (_, run) => (pattern >> run) % 2 === 1);
      expect(ran.length, `pattern ${pattern} of ${n}`).toBeLessThanOrEqual(bound(n));
    }
  }
});

test("a base that was never run before, and fails, blames nobody for sure", () => {
  const entries = [checked(mergeOf(1), false), checked(base, false)].map((entry, at) => ({ ...entry, at }));
  expect(bisect(foldLog(entries), base, aChain(base, [1]), broken)).toMatchObject({
    kind: "found",
    sure: false,
  });
});

test("only the check in question counts: another one may fail on the commit before", () => {
  const entries: Logged[] = [checked(mergeOf(1), false), checked(base, false, "npm run later")].map(
    (entry, at) => ({
      ...entry,
      at,
    }),
  );
  const found = bisect(foldLog(entries), base, aChain(base, [1]), broken);
  expect(found).toMatchObject({ kind: "found", sure: true, link: { commit: mergeOf(1) } });
});
