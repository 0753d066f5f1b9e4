import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRecipe } from "../src/recipe.js";

test("a recipe has a title, servings, ingredients and steps", () => {
  const recipe = parseRecipe("# Toast\n\nServes 2\n\n- 4 slices bread\n- 20 g butter\n\n1. Toast.\n");
  assert.deepEqual(recipe, {
    title: "Toast",
    servings: 2,
    ingredients: [
      { amount: 4, unit: "", name: "slices bread" },
      { amount: 20, unit: "g", name: "butter" },
    ],
    steps: ["Toast."],
  });
});

test("an ingredient without an amount is an error", () => {
  assert.throws(() => parseRecipe("- salt"), /"salt" has no amount/);
});
