/** What a worker says of its work is held against the tree before it is submitted. */

import { expect, test } from "vitest";
import { refusalOf, type Submitting } from "../../../src/agent/host/submission.ts";
import { aGround } from "../../effect/ground.ts";
import { aHandOff } from "../../support/builders.ts";

/** The refusal of a tree with these files over a base that holds `a.txt`. */
async function refusal(files: Readonly<Record<string, string>>, more: Partial<Submitting> = {}) {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  const tree =
    texts.length > 0 ? await mirror.treeWith(ground.base, texts) : await mirror.treeOf(ground.base);
  const own = { conflicts: [], handOff: aHandOff(), alreadyDone: false, directives: [] };
  return await refusalOf({ mirror, base: ground.base, tree, ...own, ...more });
}

const honoured = (path: string) =>
  aHandOff({ directives: [{ id: "D1", honoured: "yes", path, note: "In metres." }] });

test("a change may be submitted", async () => {
  expect(await refusal({ "b.txt": "b\n" })).toBeUndefined();
});

test("no change may be submitted only by a worker who says that all was done before", async () => {
  expect(await refusal({})).toContain("submit with already_done");
  expect(await refusal({}, { alreadyDone: true })).toBeUndefined();
  expect(await refusal({ "b.txt": "b\n" }, { alreadyDone: true })).toContain("you changed b.txt");
});

test("a conflict marker that is left is named", async () => {
  const marked = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n";
  expect(await refusal({ "a.txt": marked }, { conflicts: ["a.txt"] })).toContain("a.txt still holds");
  expect(await refusal({ "b.txt": marked })).toBeUndefined();
});

test("a directive is honoured in a file that the work changes", async () => {
  const directives = ["D1"];
  expect(await refusal({ "b.txt": "b\n" }, { directives, handOff: honoured("b.txt") })).toBeUndefined();
  expect(await refusal({ "b.txt": "b\n" }, { directives, handOff: honoured("a.txt") })).toContain("D1");
  expect(await refusal({ "b.txt": "b\n" }, { directives })).toContain("say of D1");
});
