/** What a goal asks for, with what the repository says of itself. */

import { expect, test } from "vitest";
import { readCharter, Unclear } from "../../src/intake/charter.ts";
import { aGround } from "../effect/ground.ts";

const read = async (config: string) => {
  await using ground = await aGround({ ".github/swarm.yml": config });
  return await readCharter(ground.one.mirror, ground.base, "A shop", "Build it.");
};

test("the repository's own checks count where the goal names none", async () => {
  expect(await read("checks:\n  - make check\n")).toMatchObject({
    checks: ["make check"],
    checksFrom: ".github/swarm.yml",
  });
  expect(await read("# Nothing yet\n")).toMatchObject({ checks: [], checksFrom: "nowhere" });
});

test.each([
  ["no YAML", "checks: [make check\nsetup: ]\n", /^\.github\/swarm\.yml cannot be read: /],
  ["a name for nothing", "checks: *all\n", /^\.github\/swarm\.yml cannot be read: /],
  ["another kind of value", "checks: 5\n", /^\.github\/swarm\.yml is not valid: /],
  ["a field nobody knows", "check: [make]\n", /^\.github\/swarm\.yml is not valid: /],
])("what holds %s is told to a person", async (_what, config, words) => {
  const trouble = await read(config).catch((error: unknown) => error);
  expect(trouble).toBeInstanceOf(Unclear);
  expect((trouble as Error).message).toMatch(words);
});
