/** The cache asks once for what it keeps, and again for what was no answer. */

import { expect, test } from "vitest";
import type { Sha } from "../../src/domain/ids.ts";
import type { Mirror } from "../../src/effect/mirror.ts";
import { History } from "../../src/intake/history.ts";
import { Kept } from "../../src/intake/kept.ts";

test("an answer is asked for once, also while it is awaited", async () => {
  const kept = new Kept<number>();
  let asked = 0;
  const ask = async () => ++asked;
  expect(await Promise.all([kept.get("a", ask), kept.get("a", ask)])).toEqual([1, 1]);
  expect(await kept.get("b", ask)).toBe(2);
  expect(await kept.get("a", ask)).toBe(1);
});

test("what failed and what is undefined is asked for again", async () => {
  const kept = new Kept<number | undefined>();
  await expect(kept.get("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await kept.get("a", async () => undefined)).toBeUndefined();
  expect(await kept.get("a", async () => 3)).toBe(3);
});

test("only the last two hundred are kept", async () => {
  const kept = new Kept<number>();
  let asked = 0;
  for (let key = 0; key <= 200; key++) await kept.get(`${key}`, async () => ++asked);
  await kept.get("1", async () => ++asked);
  expect(asked).toBe(201);
  await kept.get("0", async () => ++asked);
  expect(asked).toBe(202);
});

test("that a commit is no ancestor is asked again, for it may not have been fetched yet", async () => {
  const answers = [false, true];
  const isAncestor = async () => answers.shift() ?? false;
  const history = new History({ isAncestor } as unknown as Mirror);
  const look = () => history.isAncestor("a" as Sha, "b" as Sha);
  expect([await look(), await look(), await look()]).toEqual([false, true, true]);
});
