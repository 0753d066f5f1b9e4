/** Hostile repositories on the real way from claim to landing: nothing that they bring runs, and nothing of them holds us up. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseTip } from "../../src/codec/trailers.ts";
import { sha } from "../../src/domain/ids.ts";
import { checkOut } from "../../src/effect/checkout.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { land } from "../../src/effect/landing.ts";
import { landTasks } from "../../src/effect/submissions.ts";
import { aGround, commit, outsideOf, submits, toLand } from "../effect/ground.ts";
import { hostileNames } from "../support/hostile-names.ts";
import { blobOf, branch, folderOf, integration, pushes, rootOf, works, worldOf } from "./path.ts";
import { planted, runCarelessly } from "./planted.ts";

test("T31: what a worker plants in its folder never runs on the host, from claim to landing", async () => {
  await using ground = await aGround();
  const proof = (task: number) => join(ground.dir, `proof-${task}`);
  const working = planted.map(async ({ plant }, n) => {
    const submission = await works(ground, n + 1, async (folder) => {
      await plant(folder, proof(n + 1));
      await writeFile(join(folder, `work-${n + 1}.txt`), "done\n");
    });
    return toLand(n + 1, submission);
  });
  const submissions = await Promise.all(working);
  await writeFile(join(ground.dir, "signs"), `#!/bin/sh\ntouch ${proof(11)}\nexit 1\n`, { mode: 0o755 });
  const outcomes = await land(outsideOf(ground.one), ground.base, submissions);
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(planted.map(() => "landed"));
  const head = (await ground.tip(integration)) ?? "";
  const { root } = await checkOut(ground.one.mirror, join(ground.dir, "judge"), head);
  expect(await readdir(root)).toEqual(expect.arrayContaining(planted.map((_, n) => `work-${n + 1}.txt`)));
  expect(await readdir(root)).not.toContain(".git");
  expect(planted.filter((_, n) => existsSync(proof(n + 1))).map(({ name }) => name)).toEqual([]);

  // The same folders with git run in them: each of them bites.
  await Promise.all(planted.map(({ sprung }, n) => runCarelessly(rootOf(ground, n + 1), sprung)));
  expect(planted.filter((_, n) => !existsSync(proof(n + 1))).map(({ name }) => name)).toEqual([]);
});

test("T32: an attribute that hides conflicts hides none", async () => {
  await using ground = await aGround({ "a.txt": "a\n", ".gitattributes": "* merge=union\n" });
  const one = await submits(ground.one, 1, ground.base, { "a.txt": "one\n" });
  const two = await submits(ground.one, 2, ground.base, { "a.txt": "two\n" });
  const head = await land(outsideOf(ground.one), ground.base, [toLand(1, one)]).then(() =>
    ground.tip(integration),
  );
  const outcomes = await land(outsideOf(ground.one), sha(head ?? ""), [toLand(2, two)]);
  expect(outcomes.get(2)).toEqual({ kind: "conflict", files: ["a.txt"] });

  const clone = join(ground.dir, "clone");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: ground.dir, stdio: "pipe" }).toString();
  git("clone", "--quiet", join(ground.dir, "forge.git"), clone);
  git("-C", clone, "checkout", "--quiet", one);
  git("-C", clone, "-c", "user.name=w", "-c", "user.email=w@e", "merge", "--quiet", "--no-edit", two);
  expect(git("-C", clone, "show", "HEAD:a.txt")).toBe("one\ntwo\n");
});

test("T33: submodules of whatever transport are never initialised", async () => {
  await using ground = await aGround();
  const proof = join(ground.dir, "proof");
  const urls = [
    `ext::sh -c touch% ${proof}`,
    `file://${ground.dir}/forge.git`,
    `ssh://-oProxyCommand=touch%20${proof}/x`,
  ];
  const two = await ground.client("two");
  for (const [n, url] of urls.entries()) {
    const modules = `[submodule "m"]\n\tpath = m\n\turl = "${url}"\n`;
    const entries = `100644 blob ${await blobOf(ground.one, modules)}\t.gitmodules\n160000 commit ${ground.base}\tm\n`;
    const tip = await pushes(ground.one, n + 1, ground.base, entries);
    await two.mirror.fetch([branch(n + 1)]).catch(() => {});
    const { root } = await checkOut(ground.one.mirror, join(ground.dir, "work"), tip);
    expect((await readdir(root, { recursive: true })).sort()).toEqual([".gitmodules", "m"]);
  }
  const trick = await blobOf(ground.one, '[submodule "m"]\n\tpath = "m\r"\n\turl = ./x\n');
  const option = await blobOf(ground.one, '[submodule "m"]\n\tpath = m\n\turl = --upload-pack=touch\n');
  for (const [n, modules] of [trick, option].entries()) {
    const tip = await pushes(ground.one, n + 4, ground.base, `100644 blob ${modules}\t.gitmodules\n`);
    await checkOut(ground.one.mirror, join(ground.dir, "work"), tip);
  }
  await expect(two.mirror.fetch([branch(5)])).rejects.toThrow("gitmodulesUrl");
  expect(existsSync(proof)).toBe(false);

  const clone = join(ground.dir, "clone");
  await runCarelessly(ground.dir, ["clone", "--quiet", `--branch=${branch(1)}`, "forge.git", clone]);
  const update = ["submodule", "update", "--init"];
  await runCarelessly(clone, ["-c", "protocol.ext.allow=always", ...update]);
  expect(existsSync(proof)).toBe(true);
});

test("T36: files of LFS stay pointers, and nobody is asked for them", async () => {
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const { port } = listener.address() as { port: number };
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 9\n`;
  await using ground = await aGround({
    ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
    ".lfsconfig": `[lfs]\n\turl = http://127.0.0.1:${port}/\n`,
    "a.bin": pointer,
  });
  const submission = await works(ground, 1, (folder) => writeFile(join(folder, "b.bin"), pointer));
  await land(outsideOf(ground.one), ground.base, [toLand(1, submission)]);
  expect(await ground.one.mirror.readFile(submission, "b.bin")).toBe(pointer);
  expect(connections).toBe(0);

  const smudge = `filter.lfs.smudge=bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}'; cat`;
  const env = { GIT_INDEX_FILE: join(folderOf(ground, 1), "index"), GIT_WORK_TREE: rootOf(ground, 1) };
  await rm(join(rootOf(ground, 1), "a.bin"));
  await ground.one.mirror.run(["-c", smudge, "checkout-index", "--all", "--force"], { env });
  await expect.poll(() => connections).toBeGreaterThan(0);
  await new Promise((resolve) => listener.close(resolve));
});

test("T37: replaced objects, grafts and borrowed objects of the forge mean nothing to us", async () => {
  await using ground = await aGround();
  const forge = join(ground.dir, "forge.git");
  const evil = await commit(ground.one, [], { "a.txt": "evil\n" });
  await ground.one.mirror.run(["push", forge, `${evil}:refs/replace/${ground.base}`]);
  const two = new GitMirror(join(ground.dir, "two.git"), forge, async () => "");
  await two.prepare();
  await two.fetch(["*"]);
  await two.run(["update-ref", `refs/replace/${ground.base}`, ground.base]);
  expect(await two.readFile(ground.base, "a.txt")).toBe("a\n");
  await ground.one.mirror.run(["update-ref", `refs/replace/${ground.base}`, evil]);
  await writeFile(join(ground.one.mirror.dir, "info", "grafts"), `${evil} ${ground.base}\n`);
  expect(await ground.one.mirror.readFile(ground.base, "a.txt")).toBe("a\n");
  expect(await ground.one.mirror.isAncestor(ground.base, evil)).toBe(false);
  const naive = execFileSync("git", ["--git-dir", ground.one.mirror.dir, "show", `${ground.base}:a.txt`]);
  expect(naive.toString()).toBe("evil\n");
});

test("T34: a link to the host stays a link from folder to folder", async () => {
  await using ground = await aGround();
  const submission = await works(ground, 1, async (folder) => {
    await symlink("/etc/passwd", join(folder, "passwd"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
  });
  expect(await ground.one.mirror.readFile(submission, "passwd")).toBe("/etc/passwd");
  expect(await ground.one.mirror.files(submission)).toEqual(["a.txt", "passwd"]);
});

test("T15: files with hostile names are committed and landed as they are named, and run nothing", async () => {
  await using ground = await aGround();
  const proof = join(ground.dir, "proof");
  const names = hostileNames(proof);
  expect(new Set(names).size).toBe(300);
  const submission = await works(ground, 1, async (folder) => {
    for (const name of names) await writeFile(join(folder, name), "x");
  });
  await land(outsideOf(ground.one), ground.base, [toLand(1, submission)]);
  const { root } = await checkOut(
    ground.one.mirror,
    join(ground.dir, "judge"),
    (await ground.tip(integration)) ?? "",
  );
  expect((await readdir(root)).sort()).toEqual([...names, "a.txt"].sort());
  const changes = await ground.one.mirror.changes(ground.base, submission);
  expect(new Set(changes.map(({ path }) => path))).toEqual(new Set(names));
  const some = names.filter((_, n) => n % 31 === 0);
  for (const name of some) expect(await ground.one.mirror.readFile(submission, name), name).toBe("x");
  expect(existsSync(proof)).toBe(false);
});

test("T16: a commit that says it landed another task goes back, and the other task stays open", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const forged = await mirror.commit(
    await mirror.treeOf(ground.base),
    [ground.base],
    "Work\n\nSwarm-Task: 99\n",
  );
  const tip = await submits(ground.one, 1, forged, { "b.txt": "b\n" });
  await mirror.fetch(["*"]);
  await landTasks(outsideOf(ground.one), worldOf(ground, 1, tip), [1]);
  expect(await ground.tip(integration)).toBe(ground.base);
  const returned = sha((await ground.tip(branch(1))) ?? "");
  const { state } = parseTip(returned, (await mirror.read(returned))?.message ?? "");
  expect(state).toMatchObject({ kind: "returned", words: expect.stringContaining("says of itself") });
});
