/** A conflict between two tasks at work at the same time, over a few schedules; the system tests play twenty. */

import { test } from "vitest";
import { conflictStory } from "../support/conflict.ts";

// One after the other: the login library shares pending tokens of equal installation ids within a process.
test.for([1, 2, 3, 4])(
  "the conflict is solved by its own worker, seed %i",
  { timeout: 120_000 },
  conflictStory,
);
