/** A short form of `npm run hostile`: nothing gets past, and each check sees what would without its defence. */

import { expect, test } from "vitest";
import { Random } from "../simulate/random.ts";
import { faultsOf, parts, runPart, sharesOf } from "./parts.ts";
import { tried } from "./trial.ts";

const quick = parts.filter(({ isSlow }) => !isSlow);
const shares = sharesOf(400, quick);

test.each(quick.map((one, index) => ({ ...one, count: shares[index] ?? 0 })))(
  "$rows: of $part.name none gets past, and many would without the defence",
  async ({ part, count }) => {
    expect(faultsOf(await runPart(part, count, 1))).toEqual([]);
  },
);

const draws = async (random: Random, escapes: (input: number, guarded: boolean) => boolean) => {
  const seen: number[] = [];
  const check = (input: number, guarded: boolean) => {
    if (guarded) seen.push(input);
    return escapes(input, guarded) ? "it got past" : undefined;
  };
  const draw = (from: Random) => from.between(0, 1_000_000);
  return { outcome: await tried({ fixtures: [7], draw, check }, 20, random), seen };
};

test("the same seed draws the same, and another one other inputs", async () => {
  const [one, same, other] = await Promise.all(
    [1, 1, 2].map((seed) => draws(new Random(seed), (_, guarded) => !guarded)),
  );
  expect(one?.seen).toEqual(same?.seen);
  expect(one?.seen).not.toEqual(other?.seen);
  expect(faultsOf(one!.outcome)).toEqual([]);
});

test("an escape and a control that does not bite are faults, and what throws is an escape", async () => {
  const escaped = await draws(new Random(1), (input, guarded) => !guarded || input === 7);
  expect(faultsOf(escaped.outcome)).toEqual(["it got past: 7"]);
  const blind = await draws(new Random(1), () => false);
  expect(faultsOf(blind.outcome)).toEqual([expect.stringContaining("did not bite")]);
  const thrown = await draws(new Random(1), (input) => {
    if (input === 7) throw new Error("no\u001b[2J");
    return false;
  });
  expect(faultsOf(thrown.outcome)[0]).toBe("it threw no\\u001b[2J: 7");
});

test("all inputs are drawn by somebody", () => {
  for (const inputs of [0, 1, 400, 5000])
    expect(sharesOf(inputs).reduce((sum, count) => sum + count, 0)).toBe(inputs);
});
