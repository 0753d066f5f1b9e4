/** Answers about objects are remembered; answers about refs, and failures, are not. */

import { expect, test } from "vitest";
import { Remembered } from "../../src/effect/remembered.ts";

const [one, two, three] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];

function counted(most = 9) {
  const remembered = new Remembered(most);
  let asked = 0;
  const ask = (...objects: readonly string[]) => remembered.ask("what", objects, async () => ++asked);
  return { remembered, ask };
}

test("the same question about the same objects is asked once, also while the first is under way", async () => {
  const { ask } = counted();
  expect(await Promise.all([ask(one, two), ask(one, two), ask(two, one)])).toEqual([1, 1, 2]);
  expect(await ask(one, two)).toBe(1);
});

test("a question that names a ref is asked each time", async () => {
  const { ask } = counted();
  expect([await ask("refs/forge/main", one), await ask("refs/forge/main", one)]).toEqual([1, 2]);
});

test("a failure is not remembered", async () => {
  const { remembered, ask } = counted();
  await expect(remembered.ask("what", [one], () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await ask(one)).toBe(1);
});

test("the longest unasked answer is forgotten first", async () => {
  const { ask } = counted(2);
  for (const object of [one, two, one, three]) await ask(object);
  expect([await ask(one), await ask(two)]).toEqual([1, 4]);
});
