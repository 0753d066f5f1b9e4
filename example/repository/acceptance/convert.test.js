import assert from "node:assert/strict";
import { test } from "node:test";
import { convert, parseQuantity } from "../src/index.js";

test("kilograms are a thousand grams", () => {
  assert.deepEqual(convert({ amount: 1.5, unit: "kg" }, "g"), { amount: 1500, unit: "g" });
});

test("fractions are read", () => {
  assert.deepEqual(parseQuantity("1/2 kg"), { amount: 0.5, unit: "kg" });
});

test("a weight is no volume", () => {
  assert.throws(() => convert({ amount: 1, unit: "g" }, "ml"), /cannot be converted/);
});
