/** What a killed git or a lost disk write leaves in a mirror, with real git: nothing of it lasts. */

import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { aGround, commit, type Ground } from "./ground.ts";

/** A mirror that has fetched main, which then moves on at the forge. */
async function behind(ground: Ground) {
  const { mirror } = await ground.client("two");
  loosen(mirror.dir);
  const next = await commit(ground.one, [ground.base], { "b.txt": "b\n" });
  await ground.one.mirror.push([{ branch: "main", from: ground.base, to: next }], true);
  const lock = (name: string, age = 0) => {
    const file = join(mirror.dir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    const at = Date.now() / 1000 - age;
    utimesSync(file, at, at);
  };
  return { mirror, next, lock, inode: () => statSync(mirror.dir).ino };
}

/** What was fetched in packs lies in a file for each object afterwards. */
function loosen(dir: string): void {
  const packs = join(dir, "objects/pack");
  const names = readdirSync(packs);
  const contents = names
    .filter((name) => name.endsWith(".pack"))
    .map((name) => readFileSync(join(packs, name)));
  for (const name of names) rmSync(join(packs, name));
  for (const input of contents) execFileSync("git", ["-C", dir, "unpack-objects", "-q"], { input });
}

const objectFile = (dir: string, sha: string) => join(dir, "objects", sha.slice(0, 2), sha.slice(2));

test("T58: locks of a git that was killed are removed at the next start", async () => {
  await using ground = await aGround();
  const { mirror, next, lock, inode } = await behind(ground);
  lock("refs/forge/main.lock");
  lock("packed-refs.lock");
  const before = inode();
  await expect(mirror.fetch(["main"])).rejects.toThrow("File exists");
  await mirror.prepare();
  await mirror.fetch(["main"]);
  expect(await mirror.head("main")).toBe(next);
  expect(inode()).toBe(before);
});

test("T58: a lock that no living git can hold is removed while we run, and a fresh one is left alone", async () => {
  await using ground = await aGround();
  const { mirror, next, lock, inode } = await behind(ground);
  lock("refs/forge/other.lock");
  lock("refs/forge/main.lock", 120);
  const before = inode();
  await mirror.fetch(["main"]);
  expect(await mirror.head("main")).toBe(next);
  expect(readdirSync(join(mirror.dir, "refs/forge"))).toContain("other.lock");
  expect(inode()).toBe(before);
});

test.each([0, 12])(
  "T58: a commit that was cut to %i bytes is fetched anew, and no branch is missing",
  async (length) => {
    await using ground = await aGround();
    const { mirror, next } = await behind(ground);
    truncateSync(objectFile(mirror.dir, ground.base), length);
    await Promise.all([mirror.fetch(["main"]), mirror.fetch(["main"])]);
    expect((await mirror.read(next))?.parents).toEqual([ground.base]);
    expect((await mirror.refs("swarm")).map((ref) => ref.sha)).toEqual([ground.base]);
    expect(readdirSync(ground.dir).sort()).toEqual(["forge.git", "one.git", "two.git"]);
  },
);

test("T58: a file that was cut, is there again after the next start", async () => {
  await using ground = await aGround();
  const { mirror } = await behind(ground);
  const blob = await mirror.run(["rev-parse", `${ground.base}:a.txt`]);
  truncateSync(objectFile(mirror.dir, blob), 0);
  await mirror.prepare();
  await mirror.fetch(["main"]);
  expect(await mirror.readFile(ground.base, "a.txt")).toBe("a\n");
});

test("a forge that is away costs no mirror", async () => {
  await using ground = await aGround();
  const { mirror, inode } = await behind(ground);
  const before = inode();
  await expect(mirror.fetch(["no-such-branch"])).rejects.toThrow("couldn't find remote ref");
  expect(inode()).toBe(before);
});

test("what thousands of commits left loose is packed now and then, what is not pushed yet stays, and fetches go on", async () => {
  await using ground = await aGround();
  const { mirror, next } = await behind(ground);
  // Git takes this folder for a sample of all.
  const texts = Array.from({ length: 9000 }, (_, at) => `${at}`).filter((text) =>
    blobOf(text).startsWith("17"),
  );
  const paths = texts.map((text) => join(ground.dir, text));
  for (const [at, path] of paths.entries()) writeFileSync(path, texts[at] ?? "");
  await mirror.run(["hash-object", "-w", "--stdin-paths"], { input: paths.join("\n") });
  const input = texts.map((text) => `100644 blob ${blobOf(text)}\t${text}\n`).join("");
  const kept = await mirror.commit(await mirror.run(["mktree"], { input }), [ground.base], "work");
  await mirror.run(["update-ref", "refs/forge/swarm/kept", kept]);
  const unpushed = await commit({ ...ground.one, mirror }, [kept], { "c.txt": "c\n" });
  const isLoose = () => existsSync(objectFile(mirror.dir, kept));
  expect(isLoose()).toBe(true);

  const started = new GitMirror(mirror.dir, join(ground.dir, "forge.git"), async () => "");
  await Promise.all([started.fetch(["main"]), started.fetch(["main"])]);
  await expect.poll(isLoose, { interval: 10, timeout: 10_000 }).toBe(false);
  expect(await mirror.head("main")).toBe(next);
  expect(await mirror.readFile(unpushed, "c.txt")).toBe("c\n");
});

const blobOf = (text: string): string => hash("sha1", `blob ${text.length}\0${text}`);
