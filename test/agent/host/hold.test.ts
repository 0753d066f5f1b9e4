/** A worker's hold on its branch while pushes and their answers are lost: what it did is on the branch, or it knows why not. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { Hold, type MakeStep } from "../../../src/agent/host/hold.ts";
import type { StepMessage } from "../../../src/codec/trailers.ts";
import { sha } from "../../../src/domain/ids.ts";
import type { Clock } from "../../../src/effect/clock.ts";
import { GitMirror } from "../../../src/effect/git-mirror.ts";
import { Outbox } from "../../../src/effect/outbox.ts";
import { takeStep } from "../../../src/effect/steps.ts";
import { aGround, type Ground, outsideOf } from "../../effect/ground.ts";
import { losingServer } from "../../effect/losing-server.ts";
import { someFacts } from "../../support/builders.ts";

const task = 34;
const branch = `swarm/12/task-${task}`;
const lease = 600_000;
const never = new AbortController().signal;

/** A claim by a client of a server that can lose answers; `meanwhile` happens while the hold waits to try again. */
async function aClaim(ground: Ground) {
  const server = await losingServer(join(ground.dir, "forge.git"));
  const mirror = new GitMirror(ground.one.mirror.dir, server.url, async () => "");
  const waits: number[] = [];
  const at = { waits, now: 0, meanwhile: () => {} };
  const clock: Clock = {
    now: () => at.now,
    monotonic: () => at.now,
    after: (milliseconds, action) => {
      waits.push(milliseconds);
      at.now += milliseconds;
      at.meanwhile();
      const soon = setImmediate(action);
      return () => clearImmediate(soon);
    },
  };
  const outside = { ...outsideOf(ground.one), mirror, outbox: new Outbox(mirror), clock };
  const tree = await mirror.treeOf(ground.base);
  const saying =
    (
      subject: string,
      state: StepMessage["state"] = { kind: "claimed", claim: "c1", instance: "one" },
    ): MakeStep =>
    async (tip) => ({ tree, parents: [tip], message: { subject, words: "", facts: someFacts, state } });
  const first = await saying("claim")(ground.base);
  const claim = await takeStep(outside, { task, from: undefined, ...first });
  if (!claim) throw new Error("The claim was refused.");
  const tips: string[] = [];
  const hold = new Hold(outside, task, claim, (tip) => tips.push(tip));
  const subjects = async () => {
    await ground.one.mirror.fetch(["swarm/*"]);
    const commits = await ground.one.mirror.chain((await ground.tip(branch)) ?? "", ground.base);
    return commits.map(({ message }) => message.split(" [")[0]);
  };
  return {
    server,
    hold,
    tips,
    at,
    saying,
    subjects,
    submit: saying("submit", { kind: "submitted", handOff: "" }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

test("a renewal of which nobody could tell is found when the next step is taken, which stands upon it", async () => {
  await using ground = await aGround();
  await using on = await aClaim(ground);
  on.server.loss = "reset";
  on.server.deaf = true;
  await expect(on.hold.take(on.saying("work on"))).rejects.toThrow("ls-remote");
  on.server.loss = undefined;
  on.server.deaf = false;
  await on.hold.insist(on.submit, lease, never);
  expect(await on.subjects()).toEqual(["claim", "work on", "submit"]);
  expect([on.tips.at(-1), on.hold.lost.aborted]).toEqual([await ground.tip(branch), false]);
});

test("a submission whose answer is lost is tried until it is known to be there, and is there once", async () => {
  await using ground = await aGround();
  await using on = await aClaim(ground);
  on.server.loss = "502";
  on.server.deaf = true;
  on.at.meanwhile = () => {
    if (on.at.waits.length < 2) return;
    on.server.loss = undefined;
    on.server.deaf = false;
  };
  await on.hold.insist(on.submit, lease, never);
  expect(on.at.waits).toEqual([1000, 2000]);
  expect(await on.subjects()).toEqual(["claim", "submit"]);
});

test("a branch that somebody else moved, or removed, is lost", async () => {
  await using ground = await aGround();
  for (const to of [ground.base, undefined]) {
    await using on = await aClaim(ground);
    const from = sha((await ground.tip(branch)) ?? "");
    await ground.one.mirror.push([{ branch, from, to }], false);
    expect(await on.hold.take(on.saying("work on"))).toBe(false);
    expect(on.hold.lost.aborted).toBe(true);
    await on.hold.insist(on.submit, lease, never);
    expect([on.at.waits, await ground.tip(branch)]).toEqual([[], to]);
    if (to) await ground.one.mirror.push([{ branch, from: to, to: undefined }], false);
  }
});

test("a submission that nobody takes is given up when others may take the branch over", async () => {
  await using ground = await aGround();
  await using on = await aClaim(ground);
  await ground.hook("update", "exit 1");
  await expect(on.hold.insist(on.submit, 5000, never)).rejects.toThrow("took no step of ours");
  expect(on.at.waits).toEqual([1000, 2000, 4000]);
});
