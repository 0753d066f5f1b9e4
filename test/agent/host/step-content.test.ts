/** A claim stays ours whatever the workspace holds: what may not leave is left out of renewals, and told at the submission. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Hold, type MakeStep } from "../../../src/agent/host/hold.ts";
import { type StepContent, stepContent } from "../../../src/agent/host/step-content.ts";
import { refusalOf } from "../../../src/agent/host/submission.ts";
import type { StepMessage } from "../../../src/codec/trailers.ts";
import type { Sha } from "../../../src/domain/ids.ts";
import type { TipState } from "../../../src/domain/tip.ts";
import { Unfit } from "../../../src/effect/checkout.ts";
import { gatedMirror } from "../../../src/effect/gated-mirror.ts";
import { Outbox } from "../../../src/effect/outbox.ts";
import { takeStep } from "../../../src/effect/steps.ts";
import { Secrets } from "../../../src/gate/secrets.ts";
import { aGround, commit, type Ground, outsideOf } from "../../effect/ground.ts";
import { canary } from "../../gate/encodings.ts";
import { aHandOff, someFacts } from "../../support/builders.ts";

const home = { server: "https://github.com", owner: "acme", repo: "tool" };
const branch = "swarm/12/task-34";

/** A worker's claim with the gate before its pushes, and a workspace into which a test writes. */
async function aWorkspace(ground: Ground) {
  const { one } = ground;
  await one.mirror.fetch(["*"]);
  const secrets = new Secrets();
  secrets.add(canary);
  const mirror = gatedMirror(one.mirror, { home, secrets });
  const outside = { ...outsideOf(one), mirror, outbox: new Outbox(mirror) };
  const state = { kind: "claimed", claim: "c1", instance: "one" } as const;
  const message: Omit<StepMessage, "nonce"> = { subject: "work on #34", words: "", facts: someFacts, state };
  const tree = await mirror.treeOf(ground.base);
  const claim = await takeStep(outside, { task: 34, from: undefined, tree, parents: [ground.base], message });
  if (!claim) throw new Error("The claim was refused.");
  const checkout = await one.checkouts.checkOut(join(ground.dir, "work"), ground.base);
  const snapshot = () => one.checkouts.snapshot(checkout, []);
  const place = { mirror, snapshot, head: undefined, conflicts: [] };
  const renewal =
    (content: (tip: Sha) => Promise<StepContent>): MakeStep =>
    async (tip) => ({ ...(await content(tip)), message });
  const hold = new Hold(outside, 34, claim, () => {});
  return {
    ...{ mirror, place, snapshot },
    writes: (path: string, text: string) => writeFile(join(checkout.root, path), text),
    renews: () => hold.take(renewal((tip) => stepContent(place, "claimed", tip))),
    renewsBlindly: () => hold.take(renewal(async (tip) => ({ tree: await snapshot(), parents: [tip] }))),
    pushed: async (path: string) => mirror.readFile((await ground.tip(branch)) ?? "", path),
  };
}

test("T25: a claim is renewed with the last clean work while a file holds a secret, and goes on once it is gone", async () => {
  await using ground = await aGround();
  const work = await aWorkspace(ground);
  await work.writes("b.txt", "b\n");
  expect(await work.renews()).toBe(true);
  await work.writes("b.txt", "c\n");
  await work.writes("keys.env", `KEY=${canary}\n`);
  const before = await ground.tip(branch);
  // The control: a renewal with all that is there is refused.
  expect(await work.renewsBlindly()).toBe(false);
  expect(await ground.tip(branch)).toBe(before);
  expect(await work.renews()).toBe(true);
  expect(await ground.tip(branch)).not.toBe(before);
  expect([await work.pushed("b.txt"), await work.pushed("keys.env")]).toEqual(["b\n", undefined]);
  await work.writes("keys.env", "KEY=\n");
  expect(await work.renews()).toBe(true);
  expect(await work.pushed("b.txt")).toBe("c\n");
});

test("T25: a worker that submits is told which file holds what looks like a secret, and never the secret", async () => {
  await using ground = await aGround();
  const work = await aWorkspace(ground);
  const refusal = async () =>
    refusalOf({
      ...{ mirror: work.mirror, base: ground.base, tree: await work.snapshot() },
      ...{ conflicts: [], handOff: aHandOff(), alreadyDone: false, directives: [] },
    });
  await work.writes("b.txt", "b\n");
  expect(await refusal()).toBeUndefined();
  await work.writes("two words.env", `KEY=${canary}\n`);
  expect(await refusal()).toMatch(/^A secret of this installation is in the changed file two words\.env, so/);
  await work.writes("two words.env", "");
  await work.writes(`${canary}.txt`, "");
  const words = await refusal();
  expect(words).toContain("is in the name of a changed file");
  expect(words).not.toContain(canary);
});

test("a question is asked with the last clean work, a submission is not made of it, and an end takes nothing new", async () => {
  await using ground = await aGround();
  const work = await aWorkspace(ground);
  const clean = await work.mirror.treeOf(ground.base);
  await work.writes("keys.env", `KEY=${canary}\n`);
  const dirty = await work.snapshot();
  const trees = ["asked", "ended", "submitted"] as const;
  const contents = await Promise.all(trees.map((kind) => stepContent(work.place, kind, ground.base)));
  expect(contents.map(({ tree }) => tree)).toEqual([clean, clean, dirty]);
  const unfit = { ...work.place, snapshot: () => Promise.reject(new Unfit("Too much.")) };
  expect((await stepContent(unfit, "claimed", ground.base)).tree).toBe(clean);
  await expect(stepContent(unfit, "submitted", ground.base)).rejects.toThrow("Too much.");
});

test("who goes on with work that took integration in meets no conflict of its own with it", async () => {
  await using ground = await aGround();
  const { one } = ground;
  await one.mirror.fetch(["*"]);
  const [tip, head] = await Promise.all([
    commit(one, [ground.base], { "own.txt": "own\n" }),
    commit(one, [ground.base], { "a.txt": "a\nlanded\n" }),
  ]);
  const merged = await one.mirror.mergeTrees(tip, head);
  const working = { mirror: one.mirror, snapshot: async () => merged.tree, head, conflicts: [] };
  const later = await commit(one, [head], { "a.txt": "a\nlanded\nlanded too\n" });
  const meets = async (parents: readonly Sha[]) =>
    (await one.mirror.mergeTrees(await one.mirror.commit(merged.tree, parents, "work on"), later)).kind;
  const { tree, parents } = await stepContent(working, "claimed", tip);
  expect([tree, await meets(parents)]).toEqual([merged.tree, "clean"]);
  // The control: without the head in its history.
  expect(await meets([tip])).toBe("conflict");
  const parentsOf = async (state: TipState["kind"], conflicts: readonly string[] = []) =>
    (await stepContent({ ...working, conflicts }, state, tip)).parents;
  expect(await parentsOf("submitted", ["a.txt"])).toEqual([tip, head]);
  expect(await parentsOf("claimed", ["a.txt"])).toEqual([tip]);
  expect(await parentsOf("ended")).toEqual([tip]);
});

test("a question is asked with integration in its history once no conflict with it is open", async () => {
  await using ground = await aGround();
  const { one } = ground;
  await one.mirror.fetch(["*"]);
  const [tip, head] = await Promise.all([
    commit(one, [ground.base], { "a.txt": "ours\n" }),
    commit(one, [ground.base], { "a.txt": "theirs\n" }),
  ]);
  const merged = await one.mirror.mergeTrees(tip, head);
  const solved = await one.mirror.treeWith(tip, [{ path: "a.txt", text: "ours\ntheirs\n" }]);
  const asks = (tree: string) => {
    const working = { mirror: one.mirror, snapshot: async () => tree, head, conflicts: ["a.txt"] };
    return stepContent(working, "asked", tip);
  };
  expect(await asks(merged.tree)).toEqual({ tree: await one.mirror.treeOf(tip), parents: [tip] });
  expect(await asks(solved)).toEqual({ tree: solved, parents: [tip, head] });
});

test("what a person brought to integration, secret or not, keeps no claim from being renewed with its work", async () => {
  await using ground = await aGround();
  const { mirror, place, snapshot, writes } = await aWorkspace(ground);
  const head = await commit(ground.one, [ground.base], { "keys.env": `KEY=${canary}\n` });
  await writes("keys.env", `KEY=${canary}\n`);
  await writes("b.txt", "b\n");
  const contents = (from: Sha | undefined) => stepContent({ ...place, head: from }, "claimed", ground.base);
  expect(await contents(head)).toEqual({ tree: await snapshot(), parents: [ground.base, head] });
  expect((await contents(undefined)).tree).toBe(await mirror.treeOf(ground.base));
});
