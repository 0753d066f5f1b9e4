/** What is guessed from the files of a commit. */

import { expect, test } from "vitest";
import { inferCheck, inferSetup } from "../../src/intake/infer.ts";
import { aGround } from "../effect/ground.ts";

const npmTest = (script: string) => JSON.stringify({ scripts: { test: script } });

test.each([
  [{ "package-lock.json": "{}" }, ["npm ci"]],
  [{ "npm-shrinkwrap.json": "{}" }, ["npm ci"]],
  [{ "pnpm-lock.yaml": "", "requirements.txt": "" }, ["pnpm install --frozen-lockfile"]],
  [{ "yarn.lock": "" }, ["yarn install --frozen-lockfile"]],
  [{ "package.json": "{}", "Cargo.toml": "" }, []],
])("setup for %j", async (files, expected) => {
  await using ground = await aGround(files);
  expect(await inferSetup(ground.one.mirror, ground.base)).toEqual(expected);
});

test.each([
  [{ "package.json": npmTest("vitest run") }, "npm test"],
  [{ "package.json": npmTest('echo "Error: no test specified" && exit 1'), "go.mod": "" }, "go test ./..."],
  [{ "package.json": '{"devDependencies":{"test":"1"}}' }, undefined],
  [{ "package.json": "not json", Makefile: "all:\n\ntest: all\n\tgo\n" }, "make test"],
  [{ Makefile: "test := 1\ntests: x\n" }, undefined],
  [{ "Cargo.toml": "" }, "cargo test"],
  [{ "pyproject.toml": "[tool.pytest.ini_options]\n" }, "python3 -m pytest"],
  [{ "pytest.ini": "" }, "python3 -m pytest"],
  [{ "setup.cfg": "[metadata]\n\n[tool:pytest]\n" }, "python3 -m pytest"],
  [{ "pyproject.toml": "[project]\n" }, undefined],
  [{ "README.md": "" }, undefined],
])("check for %j", async (files, expected) => {
  await using ground = await aGround(files);
  expect(await inferCheck(ground.one.mirror, ground.base)).toBe(expected);
});
