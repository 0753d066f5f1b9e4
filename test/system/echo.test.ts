/** Who answers each of our comments gets no conversation: the loop ends with us. */

import { expect, test } from "vitest";
import { type Echoed, playEcho } from "../hostile/echo.ts";
import { without } from "../hostile/without.ts";

const rounds = 1000;

test("T11: an app that echoes us a thousand times is never answered, and no model is asked", async () => {
  // What we said meanwhile is the status, which was due.
  expect(await playEcho("app")).toEqual({ rounds, most: 1, said: 1, calls: 0 });
});

test("T11: an account that may write, and echoes commands a thousand times, gets one answer in a thread and hour", async () => {
  // In ten hours, beside the status.
  expect(await playEcho("machine")).toEqual({ rounds, most: 1, said: 11, calls: 0 });
});

test("T11: without the cap, as the control, the same account is answered each time", async () => {
  const uncapped = {
    file: "src/decide/help.ts",
    from: "if (said.at - (last.get(said.issue) ?? Number.NEGATIVE_INFINITY) < hour) return false;",
    to: "",
  };
  const asked = { changes: [uncapped], module: "./echo.ts", name: "playEcho", argument: "machine" };
  const { most, said } = await without<Echoed>(asked);
  expect(most).toBeGreaterThan(90);
  expect(said).toBeGreaterThan(900);
});
