/** Work trees without a `.git`: what is in the folder is committed, whatever a worker puts there to mislead git. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Checkout, checkOut, gitCheckouts, snapshot } from "../../src/effect/checkout.ts";
import { aGround, type Client, type Ground } from "./ground.ts";

const run = promisify(execFile);

const workIn = async (ground: Ground, tree: string = ground.base): Promise<Checkout> =>
  checkOut(ground.one.mirror, join(ground.dir, "work"), tree);

const pathsOf = (client: Client, tree: string) =>
  client.mirror.run(["ls-tree", "-r", "--name-only", tree]).then((out) => out.split("\n"));

test("a checkout holds the files and no .git", async () => {
  await using ground = await aGround({ "a.txt": "a\n", "src/b.txt": "b\n" });
  const { root } = await workIn(ground);
  expect((await readdir(root, { recursive: true })).sort()).toEqual(["a.txt", "src", "src/b.txt"]);
});

test("an untouched folder gives the tree it came from", async () => {
  await using ground = await aGround();
  const checkout = await workIn(ground);
  const tree = await ground.one.mirror.treeOf(ground.base);
  expect(await snapshot(ground.one.mirror, checkout, [])).toBe(tree);
});

test("a renewal beside a submission waits for its look at the folder, and one that is refused holds nobody up", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const { snapshot: taken } = gitCheckouts(mirror);
  const checkout = await workIn(ground);
  await writeFile(join(checkout.root, "b.txt"), "b\n");
  const at = Array.from({ length: 6 });
  const trees = await Promise.all(at.map(() => taken(checkout, [])));
  expect(new Set(trees).size).toBe(1);
  // The control: whoever comes while another looks meets its lock.
  const lock = `${checkout.index}.lock`;
  await writeFile(lock, "");
  await expect(snapshot(mirror, checkout, [])).rejects.toThrow("index.lock");
  await rm(lock);
  const large = join(checkout.root, "large.bin");
  await writeFile(large, "");
  await truncate(large, 20_000_000);
  const [refused, after] = [taken(checkout, []), taken(checkout, ["large.bin"])];
  await expect(refused).rejects.toThrow("large.bin");
  expect(await after).toBe(trees[0]);
});

test("what must not be committed is left out, whether an ignore file names it or not", async () => {
  await using ground = await aGround({ ".gitignore": "node_modules\n" });
  const checkout = await workIn(ground);
  for (const name of ["node_modules", "dist"]) {
    await mkdir(join(checkout.root, name));
    await writeFile(join(checkout.root, name, "install.js"), "0\n");
  }
  await writeFile(join(checkout.root, "distance.txt"), "1\n");
  const tree = await snapshot(ground.one.mirror, checkout, ["node_modules", "dist"]);
  expect(await pathsOf(ground.one, tree)).toEqual([".gitignore", "distance.txt"]);
});

test("a snapshot holds what was changed and added, and leaves out what must not be committed", async () => {
  await using ground = await aGround();
  const checkout = await workIn(ground);
  await mkdir(join(checkout.root, "shared"));
  await Promise.all([
    writeFile(join(checkout.root, "a.txt"), "changed\n"),
    writeFile(join(checkout.root, "new.txt"), "new\n"),
    writeFile(join(checkout.root, "shared", "install.js"), "0\n"),
  ]);
  const tree = await snapshot(ground.one.mirror, checkout, ["shared"]);
  expect(await pathsOf(ground.one, tree)).toEqual(["a.txt", "new.txt"]);
  expect(await ground.one.mirror.readFile(tree, "a.txt")).toBe("changed\n");
});

test("a second checkout removes what the first left", async () => {
  await using ground = await aGround();
  const first = await workIn(ground);
  await writeFile(join(first.root, "left.txt"), "left\n");
  expect(await readdir((await workIn(ground)).root)).toEqual(["a.txt"]);
});

test("a filter that a work tree names does not run", async () => {
  await using ground = await aGround();
  const checkout = await workIn(ground);
  const proof = join(ground.dir, "proof");
  await writeFile(join(checkout.root, ".gitattributes"), "* filter=evil\n");
  await writeFile(join(checkout.root, ".gitconfig"), `[filter "evil"]\n\tclean = touch ${proof}\n`);
  await writeFile(join(checkout.root, "a.txt"), "changed\n");
  const tree = await snapshot(ground.one.mirror, checkout, []);
  expect(await ground.one.mirror.readFile(tree, "a.txt")).toBe("changed\n");
  expect(existsSync(proof)).toBe(false);
});

/** A repository whose own configuration runs a command as soon as git looks at its files. */
async function trapIn(folder: string, proof: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=w", "-c", "user.email=w@example.com", ...args], { cwd: folder });
  await git("init", "--quiet");
  await writeFile(join(folder, "bait.txt"), "one\n");
  await git("add", "bait.txt");
  await git("commit", "--quiet", "--message=bait");
  await git("config", "filter.evil.clean", `touch ${proof}; cat`);
  await writeFile(join(folder, ".gitattributes"), "* filter=evil\n");
  await writeFile(join(folder, "bait.txt"), "two\n");
  await utimes(join(folder, "bait.txt"), 1, 1);
}

test("a repository within the work tree is left out, and none of its commands run", async () => {
  await using ground = await aGround();
  const checkout = await workIn(ground);
  const proof = join(ground.dir, "proof");
  await trapIn(join(checkout.root, "nested"), proof);
  await snapshot(ground.one.mirror, checkout, []);
  const tree = await snapshot(ground.one.mirror, checkout, []);
  expect(await pathsOf(ground.one, tree)).toEqual(["a.txt"]);
  expect(existsSync(proof)).toBe(false);
});

test("a submodule stays what it was, and a trap in its place does not run", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const link = `160000 commit ${ground.base}\tmodule\n`;
  const blob = (await mirror.run(["ls-tree", ground.base])).concat("\n");
  const base = await mirror.run(["mktree", "--missing"], { input: `${blob}${link}` });
  const checkout = await workIn(ground, base);
  const proof = join(ground.dir, "proof");
  await trapIn(join(checkout.root, "module"), proof);
  expect(await snapshot(mirror, checkout, [])).toBe(base);
  expect(existsSync(proof)).toBe(false);
});

test("hooks of the work tree are only files", async () => {
  await using ground = await aGround();
  const checkout = await workIn(ground);
  await mkdir(join(checkout.root, "hooks"));
  await writeFile(join(checkout.root, "hooks", "pre-commit"), "exit 1\n", { mode: 0o755 });
  const tree = await snapshot(ground.one.mirror, checkout, []);
  expect(await pathsOf(ground.one, tree)).toEqual(["a.txt", "hooks/pre-commit"]);
  expect(await readFile(join(checkout.root, "a.txt"), "utf8")).toBe("a\n");
});
