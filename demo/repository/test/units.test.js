import assert from "node:assert/strict";
import { test } from "node:test";
import { findUnit, isUnit } from "../src/units.js";

test("a kilogram is a thousand grams", () => {
  assert.equal(findUnit("kg").size, 1000 * findUnit("g").size);
});

test("no unit means pieces", () => {
  assert.equal(findUnit("").measures, "pieces");
});

test("what objects inherit is no unit", () => {
  assert.equal(isUnit("toString"), false);
  assert.throws(() => findUnit("toString"), /no unit "toString"/);
});
