/** Reading, writing and editing files: what they do, and what they refuse. */

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ToolRefusal } from "../../../src/agent/tool.ts";
import { editFile } from "../../../src/agent/tools/edit-file.ts";
import { readFile } from "../../../src/agent/tools/read-file.ts";
import { writeFile } from "../../../src/agent/tools/write-file.ts";
import { never, SECRET, scratch } from "./scratch-workspace.ts";

const hundred = `${Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join("\n")}\n`;

test("read_file answers with the file as it is, so that text can be copied into an edit", async () => {
  const { workspace } = scratch({ "a.txt": "one\n  two\n" });
  expect(await readFile(workspace).run({ path: "a.txt" }, never)).toBe("one\n  two");
  expect(await readFile(workspace).run({ path: "a.txt", line_numbers: true }, never)).toBe(
    "1: one\n2:   two",
  );
});

test("read_file shows a range and says what else there is", async () => {
  const { workspace } = scratch({ "a.txt": hundred, "empty.txt": "" });
  const tool = readFile(workspace);
  expect(await tool.run({ path: "a.txt", from_line: 99 }, never)).toBe(
    "line 99\nline 100\n[lines 99 to 100 of 100]",
  );
  expect(await tool.run({ path: "a.txt", to_line: 2 }, never)).toBe(
    "line 1\nline 2\n[lines 1 to 2 of 100; go on with from_line 3]",
  );
  await expect(tool.run({ path: "a.txt", from_line: 101 }, never)).rejects.toThrow("has 100 lines");
  await expect(tool.run({ path: "a.txt", from_line: 9, to_line: 3 }, never)).rejects.toThrow(ToolRefusal);
  expect(await tool.run({ path: "empty.txt" }, never)).toBe("[the file is empty]");
});

test("read_file cuts long files at a line and very long lines anywhere", async () => {
  const { workspace } = scratch({
    "long.txt": `${"x".repeat(99)}\n`.repeat(1000),
    "wide.txt": "x".repeat(50_000),
  });
  const long = await readFile(workspace).run({ path: "long.txt" }, never);
  expect(long).toMatch(/\[lines 1 to 300 of 1000; go on with from_line 301\]$/);
  expect(long.length).toBeLessThan(30_100);
  const wide = await readFile(workspace).run({ path: "wide.txt" }, never);
  expect(wide.length).toBeLessThan(30_100);
  expect(wide).toContain("has 50000 characters");
});

test("read_file refuses what is no text file", async () => {
  const { workspace, root, outside } = scratch({ "binary.bin": "a\0b", "src/a.ts": "" });
  execFileSync("mkfifo", [join(root, "pipe")]);
  symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  for (const path of [
    "binary.bin",
    "src",
    "pipe",
    "missing.txt",
    "link.txt",
    "src/a.ts/b",
    "../outside/secret.txt",
  ]) {
    await expect(readFile(workspace).run({ path }, never), path).rejects.toThrow(ToolRefusal);
  }
});

test("write_file creates folders, replaces text and keeps the mode", async () => {
  const { workspace, root, read } = scratch({ "bin/tool": "a longer text than what follows" });
  chmodSync(join(root, "bin/tool"), 0o755);
  expect(await writeFile(workspace).run({ path: "new/deep/a.txt", content: "a\nb\n" }, never)).toContain(
    "2 lines",
  );
  await writeFile(workspace).run({ path: "bin/tool", content: "short" }, never);
  expect(read("new/deep/a.txt")).toBe("a\nb\n");
  expect(read("bin/tool")).toBe("short");
  expect(statSync(join(root, "bin/tool")).mode & 0o777).toBe(0o755);
});

test("nothing is written outside, through links, into git's files, into pipes or in excess", async () => {
  const { workspace, root, outside } = scratch({ "a.txt": "a" });
  mkdirSync(join(root, ".git"));
  execFileSync("mkfifo", [join(root, "pipe")]);
  symlinkSync(outside, join(root, "out"));
  symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  symlinkSync(join(outside, "planted.txt"), join(root, "dangling.txt"));
  const paths = [
    "../outside/planted.txt",
    "out/planted.txt",
    "link.txt",
    "dangling.txt",
    ".git/config",
    ".Git/hooks/x",
    "pipe",
    "a.txt/b",
    ".",
  ];
  for (const path of paths) {
    await expect(writeFile(workspace).run({ path, content: "gotcha" }, never), path).rejects.toThrow(
      ToolRefusal,
    );
  }
  const huge = "x".repeat(1_000_001);
  await expect(writeFile(workspace).run({ path: "huge", content: huge }, never)).rejects.toThrow("1000000");
  expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
  expect(existsSync(join(outside, "planted.txt"))).toBe(false);
});

test("a workspace for looking refuses to write, and a share is nobody's to write or read", async () => {
  const looking = scratch({ "a.txt": "a" }, { writable: false });
  await expect(writeFile(looking.workspace).run({ path: "a.txt", content: "b" }, never)).rejects.toThrow(
    "only read",
  );
  await expect(
    editFile(looking.workspace).run({ path: "a.txt", old_text: "a", new_text: "b" }, never),
  ).rejects.toThrow("only read");
  expect(looking.read("a.txt")).toBe("a");

  const sharing = scratch(
    { "node_modules/x": "x" },
    { shares: [{ name: "node_modules", from: "/nowhere" }] },
  );
  for (const path of [
    "node_modules/x",
    "./node_modules/x",
    "/workspace/node_modules/x",
    "a/../node_modules/x",
  ]) {
    await expect(readFile(sharing.workspace).run({ path }, never), path).rejects.toThrow("with run");
    await expect(writeFile(sharing.workspace).run({ path, content: "" }, never), path).rejects.toThrow(
      ToolRefusal,
    );
  }
});

test("edit_file replaces what occurs once, or everywhere when asked to", async () => {
  const { workspace, read } = scratch({ "a.ts": "let a = 1;\nlet b = 1;\n", "b.ts": "x x x" });
  const tool = editFile(workspace);
  await tool.run({ path: "a.ts", old_text: "let b = 1;", new_text: "let b = $&2;" }, never);
  expect(read("a.ts")).toBe("let a = 1;\nlet b = $&2;\n");
  await expect(tool.run({ path: "b.ts", old_text: "x", new_text: "y" }, never)).rejects.toThrow("3 times");
  expect(read("b.ts")).toBe("x x x");
  await tool.run({ path: "b.ts", old_text: "x", new_text: "y", replace_all: true }, never);
  expect(read("b.ts")).toBe("y y y");
});

test("edit_file says where a near miss is and keeps a file's line endings", async () => {
  const { workspace, read } = scratch({
    "a.ts": "if (x) {\n    go();\n}\n",
    "dos.txt": "one\r\ntwo\r\nthree\r\n",
  });
  const tool = editFile(workspace);
  await expect(
    tool.run({ path: "a.ts", old_text: "  go();\n  }", new_text: "stop();" }, never),
  ).rejects.toThrow("line 2 looks like");
  await expect(tool.run({ path: "a.ts", old_text: "nope", new_text: "x" }, never)).rejects.toThrow(
    "does not occur",
  );
  await expect(tool.run({ path: "a.ts", old_text: "go", new_text: "go" }, never)).rejects.toThrow("the same");
  await tool.run({ path: "dos.txt", old_text: "one\ntwo", new_text: "1\n2" }, never);
  expect(read("dos.txt")).toBe("1\r\n2\r\nthree\r\n");
});
