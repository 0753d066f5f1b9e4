import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gather } from "kitchen/gather";
import { printList } from "kitchen/print-list";
import { parseRecipe } from "kitchen/recipe";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const files = ["recipes/soup.md", "recipes/salad.md"].map(at);

test("two recipes ask for the same thing once", () => {
  const items = gather(files.map((file) => parseRecipe(readFileSync(file, "utf8"))));
  const amounts = Object.fromEntries(items.map(({ name, amount }) => [name, amount]));
  assert.equal(amounts.tomato, 4, "3 tomatoes and 1 tomato");
  assert.equal(amounts.onion, 3, "1 onion and 2 onions");
});

test("the list is written in the weights one asks for", () => {
  const items = [{ name: "bread", amount: 0.5, unit: "kg", aisle: "Bakery" }];
  assert.match(printList(items, { weights: "g" }), /Bakery\n- 500 g bread/);
  assert.match(printList(items, { weights: "oz" }), /Bakery\n- 17.64 oz bread/);
});

test("kitchen shop writes one list by aisle", () => {
  const list = execFileSync(process.execPath, [at("bin/kitchen.js"), "shop", ...files], { encoding: "utf8" });
  assert.match(list, /Produce\n- 4 tomato\n- 3 onion\n/);
  assert.match(list, /Dairy\n- [\d.]+ (g|oz) butter\n/);
});
