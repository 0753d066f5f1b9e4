/** Hostile repositories on the real way from claim to landing: nothing that they bring runs, and nothing of them holds us up. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Crew } from "../../src/agent/host/crew.ts";
import { hostWorker } from "../../src/agent/host/work.ts";
import { parseTip } from "../../src/codec/trailers.ts";
import { type Sha, sha } from "../../src/domain/ids.ts";
import { submissionCaps } from "../../src/domain/weight.ts";
import { checkOut, snapshot, Unfit } from "../../src/effect/checkout.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { land } from "../../src/effect/landing.ts";
import { takeStep } from "../../src/effect/steps.ts";
import { landTasks } from "../../src/effect/submissions.ts";
import { aGround, type Client, commit, type Ground, outsideOf, submits, toLand } from "../effect/ground.ts";
import { aTask, aTip, aWorld, claimedBy, someFacts, submitted } from "../support/builders.ts";
import { hostileNames } from "../support/hostile-names.ts";
import { planted, runCarelessly } from "./planted.ts";

const branch = (task: number) => `swarm/12/task-${task}`;
const integration = "swarm/12/integration";

/** Claims a task, lets a worker do something in its folder, and submits what is there then. */
async function works(ground: Ground, task: number, work: (folder: string) => Promise<void>): Promise<Sha> {
  const { one } = ground;
  const step = async (from: Sha | undefined, tree: string, parents: readonly Sha[], isDone: boolean) => {
    const state = isDone ? submitted : claimedBy("one");
    const message = { subject: `step #${task}`, words: "It is done.", facts: someFacts, state };
    const made = await takeStep(outsideOf(one), { task, from, tree, parents, message: message as never });
    if (!made) throw new Error(`Task ${task} is held by somebody else.`);
    return made;
  };
  const claim = await step(undefined, await one.mirror.treeOf(ground.base), [ground.base], false);
  const checkout = await checkOut(one.mirror, folderOf(ground, task), claim);
  await work(checkout.root);
  return step(claim, await snapshot(one.mirror, checkout, []), [claim], true);
}

const folderOf = (ground: Ground, task: number) => join(ground.dir, `work-${task}`);
const rootOf = (ground: Ground, task: number) => join(folderOf(ground, task), "tree");

test("T31: what a worker plants in its folder never runs on the host, from claim to landing", async () => {
  await using ground = await aGround();
  const proof = (task: number) => join(ground.dir, `proof-${task}`);
  const submissions = [];
  for (const [task, { plant }] of planted.entries()) {
    const submission = await works(ground, task + 1, async (folder) => {
      await plant(folder, proof(task + 1));
      await writeFile(join(folder, `work-${task + 1}.txt`), "done\n");
    });
    submissions.push(toLand(task + 1, submission));
  }
  await writeFile(join(ground.dir, "signs"), `#!/bin/sh\ntouch ${proof(11)}\nexit 1\n`, { mode: 0o755 });
  const outcomes = await land(outsideOf(ground.one), ground.base, submissions);
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(planted.map(() => "landed"));
  const head = (await ground.tip(integration)) ?? "";
  const { root } = await checkOut(ground.one.mirror, join(ground.dir, "judge"), head);
  expect(await readdir(root)).toEqual(expect.arrayContaining(planted.map((_, n) => `work-${n + 1}.txt`)));
  expect(await readdir(root)).not.toContain(".git");
  expect(planted.filter((_, n) => existsSync(proof(n + 1))).map(({ name }) => name)).toEqual([]);

  // The same folders with git run in them: each of them bites.
  for (const [task, { sprung }] of planted.entries()) await runCarelessly(rootOf(ground, task + 1), sprung);
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

/** A commit on the base with these entries of a tree, as `mktree` takes them. */
async function pushes(client: Client, task: number, base: Sha, entries: string): Promise<Sha> {
  const tree = await client.mirror.run(["mktree", "--missing"], { input: entries });
  return pushesTree(client, task, base, tree);
}

async function pushesTree(client: Client, task: number, base: Sha, tree: string): Promise<Sha> {
  const message = { subject: `submit #${task}`, words: "done", facts: someFacts, state: submitted };
  const step = { task, from: undefined, tree, parents: [base], message: message as never };
  return (await takeStep(outsideOf(client), step)) ?? base;
}

const blobOf = (client: Client, text: string) =>
  client.mirror.run(["hash-object", "-w", "--stdin"], { input: text });

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

/** Ten folders in ten folders, nine times over: a thousand million files in nine small objects. */
async function bomb(client: Client): Promise<string> {
  const names = Array.from({ length: 10 }, (_, n) => `f${n}`);
  let below = `100644 blob ${await blobOf(client, "boom\n")}`;
  for (let level = 0; level < 9; level += 1) {
    const tree = await client.mirror.run(["mktree"], {
      input: names.map((f) => `${below}\t${f}\n`).join(""),
    });
    below = `040000 tree ${tree}`;
  }
  return below.slice(-40);
}

/** A world in which a task has been submitted, or was and came back. */
const worldOf = (ground: Ground, task: number, tip: Sha) => {
  const world = aWorld({
    tasks: [aTask(task, { tip: submitted })],
    integration: { head: ground.base, landed: new Map(), reverted: new Map() },
  });
  return { ...world, tips: new Map([[task, { ...aTip(submitted), sha: tip }]]) };
};

test("T37: a bomb of a billion files goes back, and its task ends, with a sentence and at once", async () => {
  await using ground = await aGround();
  const tip = await pushesTree(ground.one, 1, ground.base, await bomb(ground.one));
  const two = await ground.client("two");
  const began = performance.now();
  await landTasks(outsideOf(two), worldOf(ground, 1, tip), [1]);
  const returned = sha((await ground.tip(branch(1))) ?? "");
  await two.mirror.fetch([branch(1)]);
  const said = async (commit: Sha) => parseTip(commit, (await two.mirror.read(commit))?.message ?? "").state;
  expect(await said(returned)).toMatchObject({
    kind: "returned",
    words: expect.stringContaining("500,000 files"),
  });
  expect(await two.mirror.pathsSince(ground.base, returned)).toEqual([]);

  const world = worldOf(ground, 1, returned);
  const options = { outside: outsideOf(two), world: () => world, staff: () => ({}) };
  const work = { task: 1, title: "Boom", facts: someFacts, claim: "c", commit: returned, before: submitted };
  await hostWorker({ options } as unknown as Crew, work as never, new AbortController().signal);
  const ended = sha((await ground.tip(branch(1))) ?? "");
  expect(await said(ended)).toMatchObject({
    reason: "failed",
    words: expect.stringContaining("500,000 files"),
  });
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
});

test("T37: work that is too much is refused in one sentence before git reads it", async () => {
  await using ground = await aGround();
  const { mirror } = ground.one;
  const checkout = await checkOut(mirror, join(ground.dir, "work"), ground.base);
  const refused = () => snapshot(mirror, checkout, []).catch((error: unknown) => error);
  const huge = join(checkout.root, "huge.bin");
  await writeFile(huge, "");
  await truncate(huge, 2 ** 31);
  expect(await refused()).toBeInstanceOf(Unfit);
  expect(await refused()).toMatchObject({
    message: expect.stringContaining('"huge.bin" has 2,147,483,648 bytes'),
  });
  await rm(huge);

  await mkdir(join(checkout.root, ".GIT"));
  await writeFile(join(checkout.root, ".GIT", "config"), "[core]\n");
  expect(await refused()).toMatchObject({ message: expect.stringContaining("invalid path '.GIT/config'") });
  await rm(join(checkout.root, ".GIT"), { recursive: true });

  const many = Array.from({ length: submissionCaps.files + 1 }, (_, n) => join(checkout.root, `${n}`));
  await Promise.all(many.map((file) => writeFile(file, "")));
  expect(await refused()).toMatchObject({ message: expect.stringContaining("changes 3,001 files") });
  await rm(many[0] ?? "");
  expect(await refused()).toMatch(/^[0-9a-f]{40}$/);
});

test("T37: folders too deep to be named neither hold up git nor the next worker", async () => {
  await using ground = await aGround();
  const checkout = await checkOut(ground.one.mirror, join(ground.dir, "work"), ground.base);
  const dig = "for (let n = 0; n < 1000; n += 1) { fs.mkdirSync('dddd'); process.chdir('dddd'); }";
  execFileSync(process.execPath, ["-e", dig], { cwd: checkout.root });
  await snapshot(ground.one.mirror, checkout, []);
  const next = await checkOut(ground.one.mirror, join(ground.dir, "work"), ground.base);
  expect(await readdir(next.root)).toEqual(["a.txt"]);
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
  expect(new Set(await ground.one.mirror.changedPaths(ground.base, submission))).toEqual(new Set(names));
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
  await landTasks(outsideOf(ground.one), worldOf(ground, 1, tip), [1]);
  expect(await ground.tip(integration)).toBe(ground.base);
  const returned = sha((await ground.tip(branch(1))) ?? "");
  const { state } = parseTip(returned, (await mirror.read(returned))?.message ?? "");
  expect(state).toMatchObject({ kind: "returned", words: expect.stringContaining("says of itself") });
});
