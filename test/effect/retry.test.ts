/** What comes back begins where its work was left, also when its branch is gone. */

import { expect, test } from "vitest";
import { parseTip } from "../../src/codec/trailers.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { retryTask } from "../../src/effect/retry.ts";
import { aWorld, endedTask } from "../support/builders.ts";
import { aGround, outsideOf, submits } from "./ground.ts";

test("a retry stands on the tip that the log keeps, once the branch of the task is removed", async () => {
  await using ground = await aGround();
  const { one } = ground;
  await one.mirror.fetch(["*"]);
  const tip = await submits(one, 34, ground.base, { "b.txt": "half of it\n" });
  const branch = "swarm/12/task-34";
  await one.mirror.push([{ branch, from: tip, to: undefined }], true);
  const task = { ...endedTask(34, "failed"), tip: undefined };
  const end = {
    task: issueNumber(34),
    reason: "failed",
    attempt: 3,
    conflicts: 0,
    spent: nothingSpent,
  } as const;
  const world = aWorld({ tasks: [task], issues: [], after: [{ kind: "ended", tip, ...end }] });
  await retryTask(outsideOf(one), { ...world, issues: new Map() }, 34);
  await one.mirror.fetch(["*"]);
  const back = await one.mirror.read(String(await ground.tip(branch)));
  expect(back?.parents).toEqual([tip]);
  expect(parseTip(back?.sha ?? ground.base, back?.message ?? "")).toMatchObject({
    state: { kind: "returned", reason: "retried" },
    facts: { attempt: 3, retries: 1 },
  });
  expect(await one.mirror.readFile(String(back?.sha), "b.txt")).toBe("half of it\n");
});
