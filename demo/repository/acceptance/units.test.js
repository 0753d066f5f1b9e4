import assert from "node:assert/strict";
import { test } from "node:test";
import { convert } from "kitchen/convert";
import { parseQuantity } from "kitchen/quantity";

const about = (actual, expected) =>
  assert.ok(Math.abs(actual - expected) < 0.01, `${actual} is not ${expected}`);

test("spoons and cups are volumes", () => {
  about(convert(1, "cup", "ml"), 240);
  about(convert(3, "tsp", "tbsp"), 1);
  about(convert(0.25, "cup", "tbsp"), 4);
});

test("ounces and pounds are weights", () => {
  about(convert(16, "oz", "lb"), 1);
  about(convert(1, "lb", "g"), 453.59);
});

test("a weight is never a volume", () => {
  assert.throws(() => convert(1, "g", "ml"), /g .*ml/);
});

test("amounts can be written as on paper", () => {
  assert.deepEqual(["½", "1½", "1 ½", "¾", "1,5"].map(parseQuantity), [0.5, 1.5, 1.5, 0.75, 1.5]);
});
