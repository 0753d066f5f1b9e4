/** Git clients against the forge: real clones, real pushes, real races. */

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zeroSha } from "../../src/forge/git.ts";
import { git, startGround } from "./ground.ts";

type Ground = Awaited<ReturnType<typeof startGround>>;

async function cloneWith(ground: Ground, login: string, name = login) {
  await git(ground.place.path, "clone", "--quiet", ground.remote(login), name);
  return join(ground.place.path, name);
}

async function commit(work: string, message: string): Promise<string> {
  await git(work, "commit", "--quiet", "--allow-empty", `--message=${message}`);
  return git(work, "rev-parse", "HEAD");
}

test("a push is journalled with the exact old and new values", async () => {
  await using ground = await startGround();
  const work = await cloneWith(ground, "ada");
  const before = await git(work, "rev-parse", "HEAD");
  const after = await commit(work, "second");
  await git(work, "push", "--quiet", "--atomic", "origin", "HEAD:refs/heads/main", "HEAD:refs/heads/topic");
  expect(ground.forge.journal.pushes()).toMatchObject([
    {
      actor: "ada",
      via: "git",
      atomic: true,
      asked: 2,
      updates: [
        { ref: "refs/heads/main", old: before, new: after },
        { ref: "refs/heads/topic", old: zeroSha, new: after },
      ],
    },
  ]);
});

test("everybody may clone, only writers may push", async () => {
  await using ground = await startGround();
  await git(ground.place.path, "clone", "--quiet", `${ground.forge.url}/acme/widgets.git`, "anonymous");
  const work = await cloneWith(ground, "eve");
  await commit(work, "mine");
  await expect(git(work, "push", "origin", "HEAD:refs/heads/eve")).rejects.toThrow("403");
  await git(work, "remote", "set-url", "origin", `${ground.forge.url}/acme/widgets.git`);
  await expect(git(work, "push", "origin", "HEAD:refs/heads/eve")).rejects.toThrow("could not read Username");
  expect(ground.forge.journal.pushes()).toEqual([]);
});

test("of many clients racing for one branch exactly one wins", async () => {
  await using ground = await startGround();
  const racers = await Promise.all(
    ["one", "two", "three", "four", "five", "six"].map((name) => cloneWith(ground, "ada", name)),
  );
  const claims = await Promise.all(racers.map((work) => commit(work, `claim of ${work}`)));
  const outcomes = await Promise.allSettled(
    racers.map((work) =>
      git(work, "push", "--force-with-lease=refs/heads/claim:", "origin", "HEAD:refs/heads/claim"),
    ),
  );
  const winners = outcomes.flatMap((outcome, index) =>
    outcome.status === "fulfilled" ? [claims[index]] : [],
  );
  expect(winners).toHaveLength(1);
  const moved = ground.forge.journal.pushes().flatMap((push) => push.updates);
  expect(moved).toEqual([{ ref: "refs/heads/claim", old: zeroSha, new: winners[0] }]);
});

test("a landing with a stale lease moves neither branch", async () => {
  await using ground = await startGround();
  const [ours, theirs] = [await cloneWith(ground, "ada", "ours"), await cloneWith(ground, "ada", "theirs")];
  const submission = await commit(ours, "submission");
  await git(ours, "push", "--quiet", "origin", "HEAD:refs/heads/task");
  await git(theirs, "fetch", "--quiet");
  await git(theirs, "checkout", "--quiet", "task");
  const stolen = await commit(theirs, "take-over");
  await git(theirs, "push", "--quiet", "origin", "HEAD:refs/heads/task");
  const merge = await commit(ours, "merge");
  const landing = git(
    ours,
    ...["push", "--atomic", `--force-with-lease=refs/heads/task:${submission}`, "origin"],
    ...[`${merge}:refs/heads/main`, `${merge}:refs/heads/task`],
  );
  await expect(landing).rejects.toThrow();
  const tips = await git(ours, "ls-remote", "origin", "refs/heads/main", "refs/heads/task");
  expect(tips).toContain(stolen);
  expect(tips).not.toContain(merge);
});

test("concurrent pushes to different branches are all journalled, each with its own refs", async () => {
  await using ground = await startGround();
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const works = await Promise.all(names.map((name) => cloneWith(ground, "ada", name)));
  const tips = await Promise.all(works.map((work) => commit(work, work)));
  await Promise.all(
    works.map((work, index) => git(work, "push", "--quiet", "origin", `HEAD:refs/heads/${names[index]}`)),
  );
  const updates = ground.forge.journal.pushes().map((push) => push.updates);
  const expected = names.map((name, index) => [
    { ref: `refs/heads/${name}`, old: zeroSha, new: tips[index] },
  ]);
  expect([...updates].sort((one, other) => (one[0]?.ref ?? "").localeCompare(other[0]?.ref ?? ""))).toEqual(
    expected,
  );
});

test("a large push passes, and one commit of many can be fetched by its id", async () => {
  await using ground = await startGround();
  const work = await cloneWith(ground, "ada");

  await writeFile(join(work, "large.bin"), randomBytes(8_000_000));
  await git(work, "add", ".");
  const large = await commit(work, "large");
  await git(work, "push", "--quiet", "origin", "HEAD:refs/heads/large");
  await git(ground.place.path, "init", "--quiet", "other");
  const other = join(ground.place.path, "other");
  await git(other, "fetch", "--quiet", "--depth=1", ground.remote("ada"), large);
  expect(await git(other, "rev-parse", "FETCH_HEAD")).toBe(large);
});

test("closing waits for a push whose client has gone", async () => {
  await using ground = await startGround();
  const bare = join(ground.dir, "repos", "acme", "widgets.git");
  const inPlace = (name: string) => join(ground.place.path, name);
  const [begun, go, late] = [inPlace("begun"), inPlace("go"), inPlace("late")];
  await mkdir(join(bare, "hooks"), { recursive: true });
  const hook = `#!/bin/sh\ntouch ${begun}\nuntil test -e ${go}; do sleep 0.05; done\ntouch ${late}\n`;
  await writeFile(join(bare, "hooks", "pre-receive"), hook, { mode: 0o755 });
  const push = git(join(ground.place.path, "seed"), "push", ground.remote("ada"), "HEAD:refs/heads/slow");
  await expect.poll(() => existsSync(begun)).toBe(true);
  const closing = ground.forge.close();
  await expect(push).rejects.toThrow();
  await writeFile(go, "");
  await closing;
  expect(existsSync(late)).toBe(true);
});
