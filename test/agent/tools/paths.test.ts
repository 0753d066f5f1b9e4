/** No path leads out of the workspace or into git's own files. */

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PinOptions, pin } from "../../../src/agent/pin.ts";
import { ToolRefusal } from "../../../src/agent/tool.ts";
import { scratch } from "./scratch-workspace.ts";

/** The path from the root of what is pinned. */
function pinned(root: string, path: string, options: PinOptions = { create: true }): string {
  using place = pin(root, path, options);
  return place.names.join("/");
}

test.each([
  ["src/a.ts", "src/a.ts"],
  ["./src/../src/a.ts", "src/a.ts"],
  ["/workspace/src/a.ts", "src/a.ts"],
  ["/workspace", ""],
  [".", ""],
  ["new/folder/file", "new/folder/file"],
  ["..name", "..name"],
  [".gitignore", ".gitignore"],
  [".github/x.yml", ".github/x.yml"],
])("%s is %s", (path, expected) => {
  const { root } = scratch({ "src/a.ts": "a" });
  expect(pinned(root, path)).toBe(expected);
});

test("an absolute path inside the workspace is taken", () => {
  const { root } = scratch({ "a.ts": "a" });
  expect(pinned(root, join(root, "a.ts"))).toBe("a.ts");
});

test.each([
  "",
  "  ",
  "a\0b",
  "..",
  "../outside/secret.txt",
  "src/../../outside/secret.txt",
  "/workspace/../outside/secret.txt",
  "/workspacex/a",
  "/etc/passwd",
  "/",
  ".git/config",
  "sub/.GIT/hooks/post-checkout",
  ".git",
  ".git./config",
  ".g\u200dit/config",
  "GIT~1/config",
  "sub\\.git\\config",
  `${"x".repeat(300)}/${"y".repeat(5000)}`,
])("%j is refused", (path) => {
  const { root } = scratch({ "src/a.ts": "a" });
  expect(() => pinned(root, path)).toThrow(ToolRefusal);
});

test("links that lead out, nowhere, in circles or into .git are refused, at the end and on the way", () => {
  const { root, outside } = scratch({ "src/a.ts": "a" });
  mkdirSync(join(root, ".git"));
  symlinkSync(outside, join(root, "out"));
  symlinkSync("../outside/secret.txt", join(root, "file-out"));
  symlinkSync("gone", join(root, "dangling"));
  symlinkSync(join(outside, "not-yet"), join(root, "dangling-out"));
  symlinkSync("circle", join(root, "circle"));
  symlinkSync(".git", join(root, "innocent"));
  const paths = [
    "out",
    "out/secret.txt",
    "out/new.txt",
    "file-out",
    "dangling",
    "dangling-out",
    "circle/a",
    "innocent/config",
  ];
  for (const path of paths) expect(() => pinned(root, path), path).toThrow(ToolRefusal);
});

test("a link that stays inside is followed to what it names", () => {
  const { root } = scratch({ "src/a.ts": "a" });
  symlinkSync("src", join(root, "also"));
  expect(pinned(root, "also/a.ts")).toBe("src/a.ts");
});
