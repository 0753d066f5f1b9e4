/** The places on which a real sandbox mounts shares. */

import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { placeMountPoints } from "../../../src/agent/sandbox/share-points.ts";

test("mount points are real folders and files inside the workspace, whatever stood there", () => {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const [workspace, from, target] = ["workspace", "from", "target"].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [workspace, from, target, join(workspace, "kept")]) mkdirSync(path);
  writeFileSync(join(from, "file"), "shared");
  writeFileSync(join(workspace, "kept/own"), "own");
  symlinkSync(target, join(workspace, "link"));
  symlinkSync(target, join(workspace, "packages"));
  writeFileSync(join(workspace, "was-a-file"), "");

  const folders = ["kept", "link", "packages/node_modules", "was-a-file"].map((name) => ({ name, from }));
  placeMountPoints(workspace, [...folders, { name: "deep/file", from: join(from, "file") }]);

  for (const { name } of folders) expect(lstatSync(join(workspace, name)).isDirectory(), name).toBe(true);
  expect(lstatSync(join(workspace, "deep/file")).size).toBe(0);
  expect(readdirSync(join(workspace, "kept"))).toEqual(["own"]);
  expect(readdirSync(target)).toEqual([]);
});
