/** The lock of a state folder, with real processes: a dead owner's is taken over, whoever has its id by now. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockState } from "../../src/cli/state-lock.ts";
import { scratch } from "../forge/ground.ts";

test("a living process keeps the folder, and gives it back", () => {
  using place = scratch();
  const unlock = lockState(place.path);
  expect(() => lockState(place.path)).toThrow(`Process ${process.pid} already works on`);
  writeFileSync(join(place.path, "pid"), String(process.ppid));
  expect(() => lockState(place.path)).toThrow(`Process ${process.ppid} already works on`);
  unlock();
  lockState(place.path)();
});

test("a killed run's lock is taken over by the next one, though it has the same process id, as in a container", () => {
  using place = scratch();
  const file = join(place.path, "pid");
  lockState(place.path);
  const [pid, boot, began] = readFileSync(file, "utf8").split(" ");
  const otherBoot = "00000000-0000-0000-0000-000000000000";
  for (const left of [`${pid} ${boot} ${Number(began) - 1}`, `${pid} ${otherBoot} ${began}`, `${pid}`, ""]) {
    writeFileSync(file, left);
    lockState(place.path)();
  }
});
