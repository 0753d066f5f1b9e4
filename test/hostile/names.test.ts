/** Names of files, branches and tasks that were chosen to be taken for something else. */

import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/agent/tools/list-files.ts";
import { search } from "../../src/agent/tools/search.ts";
import { Narrator } from "../../src/cli/narrator.ts";
import { parseBranch } from "../../src/codec/branch-name.ts";
import { escaped, shownName } from "../../src/codec/shown-name.ts";
import { never, scratch } from "../agent/tools/scratch-workspace.ts";
import { aGround } from "../effect/ground.ts";
import { hostileNames } from "../support/hostile-names.ts";

const names = hostileNames("/proof");

/** What steers a terminal, ends a line or turns the direction of what follows. */
const steers = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u;

test("T15: a hostile name is shown on one line, with nothing in it that cannot be seen", () => {
  expect(names.filter((name) => steers.test(name)).length).toBeGreaterThan(50);
  expect(names.filter((name) => steers.test(shownName(name)))).toEqual([]);
  expect(names.filter((name) => shownName(name).length > 201)).toEqual([]);
  expect(shownName(`${"x".repeat(4096)}.ts`)).toHaveLength(201);
  expect(shownName("src/größe 1.test.ts")).toBe("src/größe 1.test.ts");
  expect(shownName("a\nb\u202e")).toBe("a\\u000ab\\u202e");
});

test("T15: tools show each hostile name on a line of its own", async () => {
  const some = names.filter((_, n) => n % 3 === 0);
  const { workspace } = scratch(Object.fromEntries(some.map((name) => [name, "needle\n"])));
  const listed = (await listFiles(workspace).run({}, never)).split("\n");
  const hits = (await search(workspace).run({ pattern: "needle" }, never)).split("\n");
  expect(listed).toHaveLength(some.length);
  expect(hits).toHaveLength(some.length);
  expect([...listed, ...hits].filter((line) => steers.test(line))).toEqual([]);
});

test("T15: titles and words of others neither steer the terminal nor look like our lines", () => {
  const lines: string[] = [];
  const narrator = new Narrator((line) => lines.push(line), 60_000);
  for (const name of names) narrator.tell(`task #1 landed: ${name}\n   1.0 s  task #2 landed`);
  narrator.end();
  const shown = lines.flatMap((line) => line.split("\n"));
  expect(shown.filter((line) => steers.test(line))).toEqual([]);
  expect(
    shown.filter((line) => /^ +\d+\.\d s {2}task #2/.test(line) && !line.startsWith(" ".repeat(10))),
  ).toEqual([]);
  expect(escaped("\u001b[2J")).toBe("\\u001b[2J");
});

/** What git takes as a branch, as far as these names go. */
const isBranch = (name: string) =>
  !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.lock$|\.$|\/$|^[./]/u.test(name) && Buffer.byteLength(name) < 200;

test("T15: branches with hostile names run nothing, and none is taken for one of ours", async () => {
  await using ground = await aGround();
  const proof = join(ground.dir, "proof");
  const branches = hostileNames(proof)
    .map((name) => name.replaceAll(" ", "$IFS"))
    .filter(isBranch);
  expect(branches.length).toBeGreaterThan(80);
  const refs = [...branches, ...branches.map((name) => `swarm/12/${name}`)].sort();
  const packed = refs.map((name) => `${ground.base} refs/heads/${name}\n`).join("");
  await appendFile(join(ground.dir, "forge.git", "packed-refs"), packed);
  const { mirror } = await ground.client("two");
  for (const branch of branches.filter((name) => name.startsWith("-"))) {
    await mirror.fetch([branch]);
    expect(await mirror.head(branch)).toBe(ground.base);
    break;
  }
  const seen = (await mirror.refs("swarm/12")).map((ref) => ref.name);
  expect(seen).toEqual(expect.arrayContaining(branches.map((name) => `swarm/12/${name}`)));
  expect(seen.filter((name) => parseBranch(name)?.kind === "task")).toEqual([]);
  expect(existsSync(proof)).toBe(false);
});
