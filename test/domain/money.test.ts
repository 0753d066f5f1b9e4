/** Money as readers are shown it. */

import { expect, test } from "vitest";
import { formatUsd } from "../../src/domain/money.ts";

test.each([
  [0.014810400000000001, "0.01481"],
  [0.0000015, "0.000002"],
  [1e-7, "0"],
  [20, "20"],
])("%s USD reads %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
