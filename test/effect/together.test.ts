/** What is done at once is over before anything else begins. */

import { expect, test } from "vitest";
import { together } from "../../src/effect/together.ts";

test("one that fails is not told before the others are over", async () => {
  const slow = Promise.withResolvers<void>();
  const failed = together([slow.promise, Promise.reject(new Error("no answer"))]).catch(String);
  expect(await Promise.race([failed, new Promise((resolve) => setImmediate(resolve, "waits"))])).toBe(
    "waits",
  );
  slow.resolve();
  expect(await failed).toBe("Error: no answer");
});

test("all that are well are one that is", async () => {
  expect(await together([Promise.resolve(1), Promise.resolve(2)])).toBeUndefined();
});
