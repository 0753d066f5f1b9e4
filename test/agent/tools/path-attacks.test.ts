/** Tools against paths that were made to mislead them, and against links that are swapped while they work. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pin } from "../../../src/agent/pin.ts";
import { ToolRefusal } from "../../../src/agent/tool.ts";
import { editFile } from "../../../src/agent/tools/edit-file.ts";
import { listFiles } from "../../../src/agent/tools/list-files.ts";
import { readFile } from "../../../src/agent/tools/read-file.ts";
import { search } from "../../../src/agent/tools/search.ts";
import { readText, writeText } from "../../../src/agent/tools/text-file.ts";
import { walk } from "../../../src/agent/tools/walk.ts";
import { writeFile } from "../../../src/agent/tools/write-file.ts";
import { layTraps } from "../../support/traps.ts";
import { never, type Scratch, SECRET, scratch } from "./scratch-workspace.ts";

function trapped(): Scratch {
  const made = scratch({});
  layTraps(made.root, made.outside);
  return made;
}

/** Whether nothing outside was changed or made. */
const untouched = ({ outside }: Scratch): boolean =>
  readdirSync(outside).join() === "secret.txt" &&
  readFileSync(join(outside, "secret.txt"), "utf8") === SECRET;

test.runIf(process.platform === "linux")(
  "T34: a folder that is swapped for a link out at any step leads nowhere, 1,000 times",
  async () => {
    const made = scratch({ "x/secret.txt": "inside" });
    symlinkSync(made.outside, join(made.root, "y"));
    const swap = () => {
      renameSync(join(made.root, "x"), join(made.root, "z"));
      renameSync(join(made.root, "y"), join(made.root, "x"));
      renameSync(join(made.root, "z"), join(made.root, "y"));
    };
    let [leaks, naive, answers] = [0, 0, 0];
    const path = join(made.root, "x");
    const settle = () => lstatSync(path).isSymbolicLink() && swap();
    for (let round = 0; round < 1000; round += 1) {
      settle();
      try {
        let step = 0;
        const refuse = () => {
          if (step === round % 3) swap();
          step += 1;
        };
        using file = pin(made.root, "x/secret.txt", { refuse });
        if (round % 3 === 2) swap();
        if (round % 2 === 0) await writeText(file, "x", "written");
        if ((await readText(file, "x")) === SECRET) leaks += 1;
        answers += 1;
      } catch (error) {
        if (!(error instanceof ToolRefusal)) throw error;
      }
      settle();
      // What a check before the use is worth: it looks, the worker swaps, it reads.
      const looked = !lstatSync(path).isSymbolicLink();
      swap();
      if (looked && readFileSync(join(path, "secret.txt"), "utf8") === SECRET) naive += 1;
    }
    expect(untouched(made)).toBe(true);
    expect(leaks).toBe(0);
    expect(Math.min(naive, answers)).toBeGreaterThan(100);
  },
);

/** Turns a link inside and out, at least a thousand times, beside us. */
const swapper = `
  const { existsSync, renameSync, symlinkSync } = require("node:fs");
  process.stdout.write("on");
  for (let round = 0; round < 500 || !existsSync("enough"); round += 1) {
    for (const target of ["../outside", "real"]) {
      symlinkSync(target, "next");
      renameSync("next", "x");
    }
  }`;

test.runIf(process.platform === "linux")(
  "T34: tools that work while a process swaps a link never reach outside",
  async () => {
    const made = scratch({ "real/secret.txt": "inside" });
    const { workspace, root } = made;
    symlinkSync("real", join(root, "x"));
    const beside = spawn(process.execPath, ["-e", swapper], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const over = once(beside, "close");
    await once(beside.stdout, "data");
    const tools = [
      () => readFile(workspace).run({ path: "x/secret.txt" }, never),
      () => writeFile(workspace).run({ path: "x/new.txt", content: "new" }, never),
      () => editFile(workspace).run({ path: "x/secret.txt", old_text: "the", new_text: "a" }, never),
      async () => [...walk({ root, start: "", skip: [] })].map(({ path }) => path).join(),
    ];
    let [leaks, answers] = [0, 0];
    for (let round = 0; round < 1000; round += 1) {
      const answer = await tools[round % tools.length]!().catch((error: unknown) => {
        if (error instanceof ToolRefusal) return "";
        throw error;
      });
      if (answer.includes(SECRET)) leaks += 1;
      if (answer !== "") answers += 1;
    }
    writeFileSync(join(root, "enough"), "");
    expect(await over).toEqual([0, null]);
    expect(leaks).toBe(0);
    expect(untouched(made)).toBe(true);
    expect(answers).toBeGreaterThan(0);
  },
);

test("T34: what tools show or write is never beyond a link, by whatever chain", async () => {
  const made = trapped();
  const { workspace } = made;
  for (const path of [
    "passwd",
    "environ",
    "here/package.json",
    "chain/secret.txt",
    "up/outside/secret.txt",
  ]) {
    await expect(readFile(workspace).run({ path }, never), path).rejects.toThrow(ToolRefusal);
    await expect(writeFile(workspace).run({ path, content: "x" }, never), path).rejects.toThrow(ToolRefusal);
    await expect(listFiles(workspace).run({ path }, never), path).rejects.toThrow(ToolRefusal);
  }
  expect(await search(workspace).run({ pattern: "secret outside|root:" }, never)).toBe("[no match]");
  expect(untouched(made)).toBe(true);
});

test("T34: pipes, devices, sockets, second names and endless files neither hang nor leak", async () => {
  const { workspace, root, outside } = scratch({ "huge.txt": "", "a.txt": "a" });
  execFileSync("mkfifo", [join(root, "pipe")]);
  truncateSync(join(root, "huge.txt"), 2 ** 31);
  linkSync(join(outside, "secret.txt"), join(root, "second-name.txt"));
  symlinkSync("/dev/zero", join(root, "zero"));
  for (const path of ["pipe", "huge.txt", "second-name.txt", "zero"]) {
    await expect(readFile(workspace).run({ path }, never), path).rejects.toThrow(ToolRefusal);
    const edit = { path, old_text: "a", new_text: "b" };
    await expect(editFile(workspace).run(edit, never), path).rejects.toThrow(ToolRefusal);
  }
  for (const path of ["pipe", "second-name.txt", "zero"])
    await expect(writeFile(workspace).run({ path, content: "x" }, never), path).rejects.toThrow(ToolRefusal);
  expect(await search(workspace).run({ pattern: "secret|a" }, never)).toBe("a.txt:1: a");
  expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
});

test("T37: folders without end are neither listed nor written to", async () => {
  const { workspace, root } = scratch({ "a.txt": "needle" });
  let folder = root;
  for (let depth = 0; depth < 400; depth += 1) {
    folder = join(folder, "d");
    mkdirSync(folder);
  }
  writeFileSync(join(folder, "deep.txt"), "needle");
  expect(await search(workspace).run({ pattern: "needle" }, never)).toBe("a.txt:1: needle");
  const path = `${"n/".repeat(200)}a.txt`;
  await expect(writeFile(workspace).run({ path, content: "x" }, never)).rejects.toThrow("too deep");
});
