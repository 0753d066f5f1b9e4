/** Reads a recipe: `# Title`, `Serves 4`, `- 200 g flour`, `1. Stir.` */

import { parseQuantity } from "./quantity.js";
import { isUnit } from "./units.js";

/** Lines of any other form are for people only. */
export function parseRecipe(text) {
  const recipe = { title: "Untitled", servings: 1, ingredients: [], steps: [] };
  for (const line of text.split("\n")) {
    const [, kind, rest = ""] = /^(# |Serves |- |\d+\. )(.*?)\s*$/.exec(line) ?? [];
    if (kind === "# ") recipe.title = rest;
    else if (kind === "Serves ") recipe.servings = Number.parseInt(rest, 10);
    else if (kind === "- ") recipe.ingredients.push(parseIngredient(rest));
    else if (kind !== undefined) recipe.steps.push(rest);
  }
  return recipe;
}

function parseIngredient(text) {
  const [, amount, rest] = /^([^a-z]+?)\s*([a-z].*)$/i.exec(text) ?? [];
  if (amount === undefined) throw new Error(`"${text}" has no amount.`);
  const [first, ...others] = rest.split(" ");
  const hasUnit = isUnit(first) && others.length > 0;
  return {
    amount: parseQuantity(amount),
    unit: hasUnit ? first : "",
    name: hasUnit ? others.join(" ") : rest,
  };
}
