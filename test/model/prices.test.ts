/** Prices: found, unknown, given, and what a call costs by them. */

import { expect, test } from "vitest";
import { estimateInput } from "../../src/model/estimate.ts";
import { costOf, parsePrice, priceOf } from "../../src/model/prices.ts";
import { asking } from "./question.ts";

const million = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 100_000 };

test("finds the published price, also one that rises with length", () => {
  expect(priceOf("openai/gpt-5")).toEqual({ input: 1.25, cachedInput: 0.125, output: 10 });
  expect(priceOf("openai/gpt-5.4")).toEqual({ input: 2.5, cachedInput: 0.25, output: 15 });
});

test("charges writing the cache for the fresh input of a provider whose cache we mark", () => {
  expect(priceOf("anthropic/claude-opus-4-5")).toEqual({ input: 6.25, cachedInput: 0.5, output: 25 });
});

test.each(["openai/no-such-model", "compatible/gpt-5", "gpt-5"])(
  "does not know %s unless it is told",
  (name) => {
    expect(priceOf(name)).toBeUndefined();
  },
);

test("computes a call, unless the price is unknown", () => {
  expect(costOf(million, undefined)).toBeUndefined();
  expect(costOf(million, { input: 2, cachedInput: 0.5, output: 10 })).toBeCloseTo(1.2 + 0.2 + 1);
});

test.each([
  ["3,15", { input: 3, cachedInput: 3, output: 15 }],
  [" 0.25 , .5 ", { input: 0.25, cachedInput: 0.25, output: 0.5 }],
  ["0,0", { input: 0, cachedInput: 0, output: 0 }],
  ["3", undefined],
  ["3,", undefined],
  ["3,4,5", undefined],
  ["-1,2", undefined],
  ["1e3,2", undefined],
  ["a,b", undefined],
])("reads --price %j", (text, expected) => {
  expect(parsePrice(text)).toEqual(expected);
});

test("estimates rather too many tokens than too few", () => {
  const text = "the quick brown fox ".repeat(1000);
  const words = 4 * 1000;
  const estimate = estimateInput(asking(text)) - estimateInput(asking(""));
  expect(estimate).toBeGreaterThan(words);
  expect(estimate).toBeLessThan(2 * words);
});
