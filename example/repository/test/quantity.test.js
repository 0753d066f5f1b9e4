import assert from "node:assert/strict";
import { test } from "node:test";
import { parseQuantity } from "../src/index.js";

test("a number and a unit", () => {
  assert.deepEqual(parseQuantity("250 g"), { amount: 250, unit: "g" });
});

test("words alone are no quantity", () => {
  assert.throws(() => parseQuantity("some salt"), /not a quantity/);
});
