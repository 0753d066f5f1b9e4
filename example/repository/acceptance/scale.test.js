import assert from "node:assert/strict";
import { test } from "node:test";
import { scale } from "../src/index.js";

test("a recipe for two becomes one for six", () => {
  const soup = { title: "Soup", serves: 2, ingredients: [{ name: "carrot", amount: 100, unit: "g" }] };
  assert.deepEqual(scale(soup, 6), {
    title: "Soup",
    serves: 6,
    ingredients: [{ name: "carrot", amount: 300, unit: "g" }],
  });
});
