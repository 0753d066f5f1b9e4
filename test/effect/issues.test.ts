/** Issues that were made are in the log, whatever happened to those after them. */

import { expect, test } from "vitest";
import { createIssues } from "../../src/decide/record.ts";
import * as effect from "../../src/effect/issues.ts";
import type { Outside } from "../../src/effect/outside.ts";
import { KeptIn } from "../../src/gate/leak.ts";
import { aWorld, planned, taskIntent } from "../support/builders.ts";
import { aGround } from "./ground.ts";

test("T44: when an hour takes no more issues, those that it took are recorded", async () => {
  await using ground = await aGround();
  const world = aWorld({ after: [planned({ intents: [35, 36, 37].map((number) => taskIntent(number)) })] });
  const [command] = createIssues(world);
  let made = 100;
  const github = {
    createIssue: async () => {
      if (made === 102) throw new KeptIn("This hour's 2 issues are used up.");
      made += 1;
      return { number: made };
    },
  };
  const outside = { ...ground.one, github } as unknown as Outside;
  const work = effect.createIssues(outside, world, command?.kind === "create-issues" ? command.planned : []);
  await expect(work).rejects.toThrow("used up");
  const entries = await ground.one.log.read(await ground.one.mirror.remoteTip("swarm/12/log"));
  expect(entries.map((entry) => entry.kind === "recorded" && [entry.name, entry.number])).toEqual([
    [taskIntent(35).name, 101],
    [taskIntent(36).name, 102],
  ]);
});
