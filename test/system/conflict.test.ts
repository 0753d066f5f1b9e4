/** The conflict story over twenty schedules. */

import { test } from "vitest";
import { conflictStory } from "../support/conflict.ts";

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

// One after the other: the login library shares pending tokens of equal installation ids within a process.
test.for(seeds)("the conflict is solved by its own worker, seed %i", conflictStory);
