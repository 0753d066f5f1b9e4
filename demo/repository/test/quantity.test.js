import assert from "node:assert/strict";
import { test } from "node:test";
import { formatQuantity, parseQuantity } from "../src/quantity.js";

test("whole numbers, decimals and fractions are amounts", () => {
  const read = ["2", "0.5", "1/2", "1 1/2"].map(parseQuantity);
  assert.deepEqual(read, [2, 0.5, 0.5, 1.5]);
});

test("a word is not an amount", () => {
  assert.throws(() => parseQuantity("some"), /"some" is not an amount/);
});

test("amounts are written short", () => {
  assert.deepEqual([2, 0.5, 1 / 3].map(formatQuantity), ["2", "0.5", "0.33"]);
});
