/** What shows in a world without a log that the goal had begun: its branches, and what carries our signature for it. */

import { expect, test } from "vitest";
import { usualLease } from "../../src/domain/lease.ts";
import type { Issue, World } from "../../src/domain/world.ts";
import { History } from "../../src/intake/history.ts";
import type { IssueReader } from "../../src/intake/issue-reader.ts";
import { loadWorld } from "../../src/intake/load-world.ts";
import { Stillness } from "../../src/intake/stillness.ts";
import { aGround, beginsLog, type Client, outsideOf } from "../effect/ground.ts";
import { anIssue, aWorld, goal, minute } from "../support/builders.ts";

/** Of the reader, what says which issues and comments there are. */
const readerOf = (issues: readonly Issue[], remarks: World["remarks"]): IssueReader =>
  ({
    issues: new Map([anIssue(goal), ...issues].map((issue) => [issue.number, issue])),
    remarks: () => remarks,
    refresh: async () => {},
    gone: async () => new Set(),
    unheard: async () => [],
    gestures: async () => [],
    altered: () => [],
    isTrustedText: async () => true,
  }) as unknown as IssueReader;

/** A look at the goal at once and a minute later: for how long its log is gone. */
async function looks(client: Client, issues: readonly Issue[] = [], remarks: World["remarks"] = new Map()) {
  const sources = {
    outside: { ...outsideOf(client), github: { missing: new Set() } as never },
    reader: readerOf(issues, remarks),
    history: new History(client.mirror),
  };
  const stillness = new Stillness();
  const at = async (now: number) => {
    const { busy } = aWorld();
    const rest = { busy, capacity: 1, lease: usualLease, now, monotonic: now };
    const world = await loadWorld(sources, { ...rest, stillFor: (refs) => stillness.observe(refs, now) });
    return world?.logGone?.for;
  };
  return [await at(0), await at(minute)];
}

test("branches, issues and comments of the goal show that it had a log", async () => {
  await using ground = await aGround();
  const { one } = ground;
  const integration = `swarm/${goal}/integration`;
  expect(await looks(one)).toEqual([0, minute]);
  await beginsLog(one);
  expect(await looks(one)).toEqual([undefined, undefined]);
  const tip = await one.mirror.remoteTip(`swarm/${goal}/log`);
  await one.mirror.push(
    [
      { branch: `swarm/${goal}/log`, from: tip, to: undefined },
      { branch: integration, from: ground.base, to: undefined },
    ],
    true,
  );
  expect(await looks(one)).toEqual([undefined, undefined]);
  const intent = (name: string) => [anIssue(40, { intent: name })];
  expect(await looks(one, intent(`${goal}/cycle-1`))).toEqual([0, minute]);
  expect(await looks(one, intent(`1${goal}/cycle-1`))).toEqual([undefined, undefined]);
  expect(await looks(one, [], new Map([["status of", []]]))).toEqual([0, minute]);
});
