import assert from "node:assert/strict";
import { test } from "node:test";
import { shoppingList } from "../src/list.js";

const recipe = (name, amount, unit) => ({ title: "R", serves: 1, ingredients: [{ name, amount, unit }] });

test("each ingredient is a line", () => {
  assert.equal(shoppingList([recipe("flour", 500, "g"), recipe("milk", 250, "ml")]).length, 2);
});

test("the same ingredient in grams and kilograms adds up", () => {
  const [flour] = shoppingList([recipe("flour", 500, "g"), recipe("flour", 1, "kg")]);
  assert.equal(flour.amount, 1500);
});
