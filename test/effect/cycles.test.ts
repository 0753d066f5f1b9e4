/** A goal ends though GitHub takes no pull request; branches of ended tasks go only when the log keeps what they hold. */

import { expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import { issueNumber, type Sha } from "../../src/domain/ids.ts";
import { nothingSpent } from "../../src/domain/money.ts";
import { closeGoal, removeBranches } from "../../src/effect/cycles.ts";
import type { Outside } from "../../src/effect/outside.ts";
import { aJudgement, aTask, aTip, aWorld, claimedBy } from "../support/builders.ts";
import { aGround, beginsLog, commit, outsideOf, submits } from "./ground.ts";

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

test("a goal whose pull request GitHub refuses ends all the same, and says with which words", async () => {
  await using ground = await aGround();
  const { one, base } = ground;
  await beginsLog(one);
  const head = await commit(one, [base], { "b.txt": "b\n" });
  await one.mirror.fetch(["*"]);
  const judgement = aJudgement({ verdict: "done", summary: "It is." });
  const verdict: Entry = { kind: "verdict", cycle: 1, commit: head, judgement, spent: nothingSpent };
  const plain = aWorld({ after: [verdict] });
  const integration = { head, landed: new Map(), reverted: new Map() };
  const world = { ...plain, integration, log: { ...plain.log, base } };
  const words = "No `commits` between\n/swarm veto";
  const said: string[] = [];
  const github = {
    ensurePull: async ({ head: branch }: { head: string }) => ({ kind: "refused", branch, words }),
    sendable: async (text: string) => text,
    comment: async (_issue: number, body: string) => {
      said.push(body);
      return { id: 1, url: "" };
    },
  };
  await closeGoal({ ...one, github } as unknown as Outside, world, "done", "It is.");
  expect(said.join()).toContain(
    "on the branch `swarm/12/integration` alone, for GitHub refused a pull request with the words `No ?commits? between?/swarm veto`.",
  );
  const entries = await one.log.read((await ground.tip("swarm/12/log")) as Sha);
  expect(entries.at(-1)).toMatchObject({ kind: "goal-closed", state: "done", refused: words });
  expect(entries.at(-1)).not.toHaveProperty("pull");
});
