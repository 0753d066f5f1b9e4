/** How long refs have not moved, as one process sees it. */

import { expect, test } from "vitest";
import { Stillness } from "../../src/intake/stillness.ts";
import { aSha } from "../support/builders.ts";

const ref = (name: string, commit: string) => ({ name, sha: aSha(commit) });

test("a ref's time runs from the first look that shows its present commit", () => {
  const stillness = new Stillness();
  expect(stillness.observe([ref("log", "a")], 1000)).toEqual(new Map([["log", 0]]));
  expect(stillness.observe([ref("log", "a"), ref("task", "x")], 4000)).toEqual(
    new Map([
      ["log", 3000],
      ["task", 0],
    ]),
  );
  expect(stillness.observe([ref("log", "b"), ref("task", "x")], 5000)).toEqual(
    new Map([
      ["log", 0],
      ["task", 1000],
    ]),
  );
});

test("a ref that was gone begins anew", () => {
  const stillness = new Stillness();
  stillness.observe([ref("task", "x")], 0);
  stillness.observe([], 1000);
  expect(stillness.observe([ref("task", "x")], 2000)).toEqual(new Map([["task", 0]]));
});

test("a ref is known as it was at the last look, and so is that it was not there", () => {
  const stillness = new Stillness();
  expect(stillness.knows({ name: "task", sha: undefined })).toBe(false);
  stillness.observe([ref("task", "x")], 0);
  stillness.observe([ref("task", "y"), ref("log", "a")], 1000);
  const knows = (name: string, sha: string | undefined) => stillness.knows({ name, sha });
  expect([knows("task", aSha("x")), knows("task", aSha("y")), knows("task", undefined)]).toEqual([
    false,
    true,
    false,
  ]);
  expect([knows("green", aSha("a")), knows("green", undefined)]).toEqual([false, true]);
});
