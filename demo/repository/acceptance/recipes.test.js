import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { aisleOf } from "kitchen/aisles";
import { withoutPantry } from "kitchen/pantry";
import { parseRecipe } from "kitchen/recipe";
import { scale } from "kitchen/scale";

const soup = parseRecipe(readFileSync(new URL("../recipes/soup.md", import.meta.url), "utf8"));

test("soup for eight takes twice as much as soup for four", () => {
  const big = scale(soup, 8);
  assert.equal(big.servings, 8);
  assert.deepEqual(
    big.ingredients.map(({ amount }) => amount),
    [6, 2, 1, 100],
  );
  assert.equal(soup.servings, 4, "the recipe itself stays as it is");
});

test("what the pantry has need not be bought", () => {
  const need = [
    { name: "butter", amount: 300, unit: "g" },
    { name: "oil", amount: 100, unit: "ml" },
  ];
  const have = [
    { name: "butter", amount: 0.1, unit: "kg" },
    { name: "oil", amount: 1, unit: "l" },
  ];
  assert.deepEqual(withoutPantry(need, have), [{ name: "butter", amount: 200, unit: "g" }]);
});

test("every ingredient has an aisle", () => {
  assert.equal(aisleOf("tomato"), "Produce");
  assert.equal(aisleOf("butter"), "Dairy");
  assert.equal(aisleOf("stardust"), "Other");
});
