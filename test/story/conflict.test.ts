/** A conflict between two tasks at work at the same time; the system tests play twenty schedules. */

import { test } from "vitest";
import { conflictStory } from "../support/conflict.ts";

test("the conflict is solved by its own worker", () => conflictStory(1));
