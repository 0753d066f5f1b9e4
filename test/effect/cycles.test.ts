/** Branches of ended tasks are removed only when the log keeps what they hold. */

import { expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, type Sha } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { removeBranches } from "../../src/effect/cycles.ts";
import { aTask, aTip, aWorld, claimedBy } from "../support/builders.ts";
import { aGround, outsideOf, submits } from "./ground.ts";

const ended: Entry = {
  kind: "ended",
  task: issueNumber(35),
  reason: "vetoed",
  attempt: 1,
  conflicts: 0,
  spent: nothingSpent,
};

test("what was pushed after the end is kept by the log before its branch goes", async () => {
  await using ground = await aGround();
  const { one, base } = ground;
  await one.log.append("ended", [ended]);
  const logTip = (await ground.tip("swarm/12/log")) as Sha;
  const late = await submits(one, 35, base, { "late.txt": "late\n" });
  const tips = new Map([[35, { ...aTip(claimedBy("two")), sha: late }]]);
  const world = { ...aWorld({ tasks: [aTask(35)], after: [ended] }), tips, logTip };
  await removeBranches(outsideOf(one), world, [35]);
  expect(await ground.tip("swarm/12/task-35")).toBeUndefined();
  expect(await one.mirror.isAncestor(late, String(await ground.tip("swarm/12/log")))).toBe(true);
});
