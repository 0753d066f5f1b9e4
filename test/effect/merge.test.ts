/** Merging in memory: a clean merge holds both sides, a conflict names its files and keeps the markers. */

import { expect, test } from "vitest";
import { aGround, commit } from "./ground.ts";

test("sides that change different files merge cleanly", async () => {
  await using ground = await aGround();
  const ours = await commit(ground.one, [ground.base], { "b.txt": "b\n" });
  const theirs = await commit(ground.one, [ground.base], { "c.txt": "c\n" });
  const merge = await ground.one.mirror.mergeTrees(ours, theirs);
  expect(merge.kind).toBe("clean");
  const files = await ground.one.mirror.run(["ls-tree", "-r", "--name-only", merge.tree]);
  expect(files).toBe("a.txt\nb.txt\nc.txt");
});

test("sides that change the same line conflict, each file named once", async () => {
  await using ground = await aGround();
  const ours = await commit(ground.one, [ground.base], { "a.txt": "ours\n", "d e.txt": "1\n" });
  const theirs = await commit(ground.one, [ground.base], { "a.txt": "theirs\n", "d e.txt": "2\n" });
  const merge = await ground.one.mirror.mergeTrees(ours, theirs);
  expect(merge).toMatchObject({ kind: "conflict", files: ["a.txt", "d e.txt"] });
  const text = await ground.one.mirror.readFile(merge.tree, "a.txt");
  expect(text).toMatch(/^<<<<<<< .*\nours\n=======\ntheirs\n>>>>>>> .*\n$/);
});

test("a branch that a person gave a new beginning is merged by its files", async () => {
  await using ground = await aGround();
  const ours = await commit(ground.one, [ground.base], { "a.txt": "a\n", "b.txt": "b\n" });
  const same = await commit(ground.one, [], { "a.txt": "a\n", "c.txt": "c\n" });
  expect(await ground.one.mirror.mergeTrees(ours, same)).toMatchObject({ kind: "clean" });
  const other = await commit(ground.one, [], { "a.txt": "other\n" });
  expect(await ground.one.mirror.mergeTrees(ours, other)).toMatchObject({
    kind: "conflict",
    files: ["a.txt"],
  });
});

test("a commit that is not there is an error, not a conflict", async () => {
  await using ground = await aGround();
  await expect(ground.one.mirror.mergeTrees(ground.base, "0".repeat(40))).rejects.toThrow("merge-tree");
});
