/** A purse never lets a run spend more than its grant. */

import { expect, test } from "vitest";
import { createPurse } from "../../src/agent/spending.ts";

const price = { input: 1, cachedInput: 0.1, output: 10 };

const reserve = (purse: ReturnType<typeof createPurse>, input: number, output: number) => {
  const reservation = purse.reserve(input, output);
  if (reservation.kind === "refused") throw new Error(reservation.why);
  return reservation;
};

test("real usage replaces the reservation, cached input at its own price", () => {
  const purse = createPurse({ usd: 1, tokens: undefined }, price);
  reserve(purse, 10_000, 8000).settle({ inputTokens: 10_000, cachedTokens: 5000, outputTokens: 1000 });
  expect(purse.spent()).toMatchObject({ inputTokens: 10_000, cachedTokens: 5000, outputTokens: 1000 });
  expect(purse.spent().usd).toBeCloseTo(0.0155);
});

test("the worst case shrinks to what is left, down to a floor, then the call is refused", () => {
  const purse = createPurse({ usd: undefined, tokens: 10_000 }, undefined);
  expect(reserve(purse, 2000, 4000).maxOutputTokens).toBe(4000);
  const second = reserve(purse, 2000, 4000);
  expect(second.maxOutputTokens).toBe(2000);
  second.release();
  expect(purse.reserve(3001, 4000)).toMatchObject({ kind: "refused" });
});

test("a USD grant stops a call whose worst case it cannot pay", () => {
  const purse = createPurse({ usd: 0.02, tokens: undefined }, price);
  expect(reserve(purse, 5000, 8000).maxOutputTokens).toBe(1500);
  expect(purse.reserve(1, 8000)).toMatchObject({ kind: "refused" });
});

test("a refusal names a share of a budget in readable money", () => {
  const why = "The grant of 0.833333 USD cannot pay for another call.";
  const purse = createPurse({ usd: 10 / 12, tokens: undefined }, price);
  expect(purse.reserve(1_000_000, 8000)).toEqual({ kind: "refused", why });
});

test("a USD grant without a price refuses, and without a cap the sum is unknown", () => {
  expect(createPurse({ usd: 5, tokens: undefined }, undefined).reserve(1, 1)).toMatchObject({
    kind: "refused",
  });
  const purse = createPurse({ usd: undefined, tokens: undefined }, undefined);
  reserve(purse, 1, 1).settle({ inputTokens: 1, cachedTokens: 0, outputTokens: 1 });
  expect(purse.spent().usd).toBeUndefined();
});

test("a call with an unknown end counts in full", () => {
  const purse = createPurse({ usd: undefined, tokens: 10_000 }, price);
  reserve(purse, 1000, 2000).forfeit();
  expect(purse.spent()).toMatchObject({ inputTokens: 1000, outputTokens: 2000 });
});

test("a server that counts more input than estimated makes the next estimate larger", () => {
  const purse = createPurse({ usd: undefined, tokens: 10_000 }, undefined);
  reserve(purse, 1000, 1000).settle({ inputTokens: 2000, cachedTokens: 0, outputTokens: 0 });
  expect(purse.reserve(3600, 1000)).toMatchObject({ kind: "refused" });
  expect(reserve(purse, 3500, 1000).maxOutputTokens).toBe(1000);
});
