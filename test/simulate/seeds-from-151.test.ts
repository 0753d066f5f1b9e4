/** The second half of the seeds that every change must pass; two files, so that two threads share them. */

import { expect, test } from "vitest";
import { firstBreach } from "./some-seeds.ts";

test("150 seeds from 151 on break nothing", async () => {
  expect(await firstBreach(151, 150)).toBeUndefined();
});
