/** Listing and searching a workspace. */

import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ToolRefusal } from "../../../src/agent/tool.ts";
import { globToRegExp } from "../../../src/agent/tools/glob.ts";
import { listFiles } from "../../../src/agent/tools/list-files.ts";
import { scan } from "../../../src/agent/tools/scan.ts";
import { search } from "../../../src/agent/tools/search.ts";
import { never, scratch } from "./scratch-workspace.ts";

const files = {
  "README.md": "Hello\n",
  ".github/ci.yml": "on: push\n",
  ".git/config": "hidden\n",
  "node_modules/x/index.js": "hello dependency\n",
  "src/a.ts": "const hello = 1;\n// say Hello\n",
  "src/deep/b.test.ts": "test(hello)\n",
};
const shares = [{ name: "node_modules", from: "/nowhere" }];

test("list_files lists everything but git's files and shares", async () => {
  const { workspace } = scratch(files, { shares });
  const listed = await listFiles(workspace).run({}, never);
  expect(listed.split("\n")).toEqual([".github/ci.yml", "README.md", "src/a.ts", "src/deep/b.test.ts"]);
});

test.each([
  [{ path: "src" }, "src/a.ts\nsrc/deep/b.test.ts"],
  [{ path: "src/a.ts" }, "src/a.ts"],
  [{ glob: "*.ts" }, "src/a.ts\nsrc/deep/b.test.ts"],
  [{ glob: "src/*.ts" }, "src/a.ts"],
  [{ path: "src", glob: "src/**/*.test.ts" }, "src/deep/b.test.ts"],
  [{ glob: "**/*.{yml,md}" }, ".github/ci.yml\nREADME.md"],
  [{ glob: "*.py" }, "[no files]"],
])("list_files %j", async (args, expected) => {
  const { workspace } = scratch(files, { shares });
  expect(await listFiles(workspace).run(args, never)).toBe(expected);
});

test("list_files shows the shallowest 500 and counts the rest", async () => {
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`deep/${index}.txt`, ""]));
  const { workspace } = scratch({ ...many, "top.txt": "" });
  const lines = (await listFiles(workspace).run({}, never)).split("\n");
  expect(lines).toHaveLength(501);
  expect(lines).toContain("top.txt");
  expect(lines.at(-1)).toContain("101 more");
});

test("neither tool follows a link out of the workspace", async () => {
  const { workspace, root, outside } = scratch({ "a.txt": "nothing" });
  symlinkSync(outside, join(root, "out"));
  symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  expect(await search(workspace).run({ pattern: "secret" }, never)).toBe("[no match]");
  expect(await listFiles(workspace).run({ glob: "**/secret.txt" }, never)).toBe("[no files]");
  for (const path of ["out", "link.txt", "..", "missing"]) {
    await expect(search(workspace).run({ pattern: "x", path }, never), path).rejects.toThrow(ToolRefusal);
    await expect(listFiles(workspace).run({ path }, never), path).rejects.toThrow(ToolRefusal);
  }
});

test("search names file and line, and narrows by path, glob and case", async () => {
  const { workspace } = scratch(files, { shares });
  const tool = search(workspace);
  expect(await tool.run({ pattern: "hel+o" }, never)).toBe(
    "src/a.ts:1: const hello = 1;\nsrc/deep/b.test.ts:1: test(hello)",
  );
  expect(await tool.run({ pattern: "^hello", ignore_case: true }, never)).toBe("README.md:1: Hello");
  expect(await tool.run({ pattern: "hello", glob: "*.test.ts" }, never)).toBe(
    "src/deep/b.test.ts:1: test(hello)",
  );
  expect(await tool.run({ pattern: "Hello", path: "src" }, never)).toBe("src/a.ts:2: // say Hello");
});

test("search leaves out binary and huge files and stops at 100 hits", async () => {
  const { workspace } = scratch({ "binary.bin": "needle\0", "huge.txt": "needle\n".repeat(200_000) });
  expect(await search(workspace).run({ pattern: "needle" }, never)).toBe("[no match]");
  const full = scratch({ "full.txt": "needle\n".repeat(500) });
  const lines = (await search(full.workspace).run({ pattern: "needle" }, never)).split("\n");
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toContain("more than 100");
});

test("a broken pattern is refused and an explosive one is ended, while others go on", async () => {
  const { workspace, root } = scratch({ "a.txt": "b" });
  await expect(search(workspace).run({ pattern: "(" }, never)).rejects.toThrow(ToolRefusal);
  await expect(listFiles(workspace).run({ glob: "[z-a]" }, never)).rejects.toThrow(ToolRefusal);

  writeFileSync(join(root, "bomb.txt"), `${"a".repeat(100)}!`);
  const stop = new AbortController();
  const bomb = search(workspace).run({ pattern: "^(a+)+$" }, stop.signal);
  expect(await listFiles(workspace).run({ glob: "b*" }, never)).toBe("bomb.txt");
  stop.abort(new Error("enough"));
  await expect(bomb).rejects.toThrow("enough");
});

test("a pattern that never ends is refused after its time", async () => {
  const { root } = scratch({ "bomb.txt": `${"a".repeat(100)}!` });
  const pattern = { source: "^(a+)+$", flags: "" };
  const request = { root, start: "", skip: [], glob: undefined, pattern, limit: 10, budgetMs: 500 };
  await expect(scan(request, never)).rejects.toThrow("simpler");
});

test("patterns mean what they say", () => {
  expect(globToRegExp("a.b").test("axb")).toBe(false);
  expect(globToRegExp("src/**").test("src/x/y")).toBe(true);
  expect(globToRegExp("src/**/z").test("src/z")).toBe(true);
  expect(globToRegExp("a?c/[!x]").test("abc/y")).toBe(true);
  expect(globToRegExp("a?c/[!x]").test("abc/x")).toBe(false);
  expect(globToRegExp("(a+)").test("aa")).toBe(false);
});
