/** What of a change waits for a person. */

import { expect, test } from "vitest";
import { protectedPaths } from "../../src/gate/protected-paths.ts";

const names = (paths: readonly string[]) => protectedPaths(paths.map((path) => ({ path })));

test("T41: what steers review, CI, agents and installs is protected, wherever and however it is written", () => {
  const held = [
    ...[".github/workflows/ci.yml", ".GitHub/swarm/worker.md", "CODEOWNERS", "docs/CODEOWNERS", "AGENTS.md"],
    ...[
      "src/CLAUDE.md",
      ".cursor/rules",
      "package-lock.json",
      "web/yarn.lock",
      ".npmrc",
      "go.sum",
      ".gitattributes",
    ],
    ...[".husky/pre-commit", ".gitlab-ci.yml", "Dockerfile", ".gitmodules"],
  ];
  expect(names(held)).toEqual(held);
  expect(names(["src/index.ts", "docs/agents-at-work.md", "github/workflows.ts", "lock.json"])).toEqual([]);
});

const manifest = (fields: object) => JSON.stringify({ name: "a", scripts: { test: "vitest" }, ...fields });

test.each([
  ["a dependency", { dependencies: { "left-pad": "1.0.0" } }, true],
  ["a lifecycle script", { scripts: { test: "vitest", postinstall: "curl evil" } }, true],
  ["a description", { description: "b" }, false],
  ["another command", { scripts: { test: "vitest", build: "tsc" } }, false],
])("T41: a manifest with %s added", (_, fields, isHeld) => {
  const file = { path: "web/package.json", before: manifest({}), after: manifest(fields) };
  expect(protectedPaths([file])).toEqual(isHeld ? ["web/package.json"] : []);
});

test("T41: an unreadable manifest is held, and what the configuration adds", () => {
  expect(protectedPaths([{ path: "package.json", before: manifest({}), after: "{" }])).toHaveLength(1);
  expect(protectedPaths([{ path: "infra/main.tf" }], [/^infra\//])).toEqual(["infra/main.tf"]);
});
