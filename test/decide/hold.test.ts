/** Which paths are protected, and how a person lets a submission land that touches them. */

import { expect, test } from "vitest";
import { holdOf } from "../../src/decide/hold.ts";
import { landable } from "../../src/decide/land.ts";
import { showTasks } from "../../src/decide/show.ts";
import { type Changed, protectedAmong } from "../../src/domain/protected.ts";
import { aCharter, aTask, aWorld, begun, commanded, submitted } from "../support/builders.ts";

const tree = "0123456789abcdef0123456789abcdef01234567";
const other = tree.replace("0", "f");
const change = (...paths: string[]): Changed => ({ paths, added: [], manifests: [] });

test.each([
  ...[".github/workflows/x.yml", ".github/swarm.yml", ".github/CODEOWNERS", ".github", "CODEOWNERS"],
  ...["docs/CODEOWNERS", "action.yml", "tools/action.yaml", ".gitlab-ci.yml", ".circleci/config.yml"],
  ...["Jenkinsfile", "azure-pipelines.yml", "AGENTS.md", "packages/a/AGENTS.md", "CLAUDE.md", "GEMINI.md"],
  ...[
    ".cursorrules",
    ".cursor/rules/a.mdc",
    ".claude/settings.json",
    "a/.claude/x",
    ".mcp.json",
    ".aider.conf.yml",
  ],
  ...[
    ".vscode/tasks.json",
    "a/.vscode/tasks.json",
    ".husky/pre-commit",
    "a/.husky/x",
    ".devcontainer/a.json",
  ],
  ...[".idea/x.xml", ".envrc", ".gitmodules", ".gitattributes", "a/.gitattributes", ".lfsconfig", ".npmrc"],
  ...[
    ".yarnrc.yml",
    ".pnpmfile.cjs",
    "package-lock.json",
    "a/yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "a/binding.gyp",
    "Cargo.lock",
    "go.sum",
  ],
  ...[
    ".GitHub/Workflows/x.yml",
    "codeowners",
    "Agents.MD",
    ".git\u200bhub/workflows/x.yml",
    ".github./x",
    ".GITHUB ",
  ],
  ...["\uff0egithub/x", "PACKAGE-LOCK.JSON"],
])("T38, T39: %s is protected", (path) => {
  expect(protectedAmong(change(path))).toEqual([path]);
});

test.each([
  "src/a.ts",
  "github/x.yml",
  "docs/agents.md.txt",
  ".gitignore",
  "README.md",
  "package.json",
  "a.lock/b",
])("%s is free", (path) => {
  expect(protectedAmong(change(path))).toEqual([]);
});

test("a repository adds paths of its own and frees others", () => {
  const own = { add: ["infra/**", "package.json"], allow: ["**/yarn.lock", ".github/ISSUE_TEMPLATE/**"] };
  const paths = [
    "infra/a.tf",
    "infra",
    "package.json",
    "yarn.lock",
    ".github/issue_template/a.md",
    ".github/x",
  ];
  expect(protectedAmong(change(...paths), own)).toEqual(["infra/a.tf", "infra", "package.json", ".github/x"]);
});

const touching = (...paths: string[]) => new Map([[35, { tree, ...change(...paths) }]]);
const world = (after: Parameters<typeof aWorld>[0] = {}) =>
  aWorld({
    tasks: [aTask(35, { tip: submitted })],
    submissions: touching("a.ts", ".github/x.yml"),
    ...after,
  });
const approves = (argument: string, issue = 35) => ({
  after: [commanded("approve", issue, 960, { argument })],
});

test("T39: a submission that touches protected paths does not land, and its task says what it waits for", () => {
  expect(landable(world())).toEqual([]);
  expect(landable(world({ submissions: touching("a.ts") }))).toEqual([35]);
  expect(showTasks(world())).toEqual([{ kind: "show-hold", task: 35, tree, paths: [".github/x.yml"] }]);
});

test("T39: what the repository protects holds as well", () => {
  const charter = aCharter({ protected: { add: ["a.ts"], allow: [".github/**"] } });
  expect(holdOf(world({ before: begun(charter) }), 35)?.paths).toEqual(["a.ts"]);
});

test.each([
  { argument: tree, issue: 35, lands: true },
  { argument: tree.slice(0, 12), issue: 35, lands: true },
  { argument: `\`${tree}\``, issue: 35, lands: true },
  { argument: "", issue: 35, lands: false },
  { argument: tree.slice(0, 11), issue: 35, lands: false },
  { argument: other, issue: 35, lands: false },
  { argument: `${tree} please`, issue: 35, lands: false },
  { argument: tree, issue: 12, lands: false },
])("T39: after approve '$argument' on #$issue it lands: $lands", ({ argument, issue, lands }) => {
  expect(landable(world(approves(argument, issue)))).toEqual(lands ? [35] : []);
});
