/** `kitchen show FILE`: one recipe, read and written out again. */

import { readFileSync } from "node:fs";
import { formatQuantity } from "../quantity.js";
import { parseRecipe } from "../recipe.js";

export const usage = "kitchen show FILE";

export function run([file]) {
  if (file === undefined) throw new Error("Which recipe?");
  const { title, servings, ingredients } = parseRecipe(readFileSync(file, "utf8"));
  const list = ingredients.map(({ amount, unit, name }) =>
    ["-", formatQuantity(amount), unit, name].filter(Boolean).join(" "),
  );
  return [`${title}, serves ${servings}`, ...list].join("\n");
}
