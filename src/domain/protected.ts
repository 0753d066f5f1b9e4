/** Paths that a person has to agree to before a change of them lands: they steer tools, people's rights or other agents. */

import { isNamedCheck, runsScripts, type Scripts, setsRunner, withScripts } from "./check-files.ts";
import type { ManifestChange } from "./manifest.ts";

/** From the repository's own configuration: globs beside ours, and globs that are free though ours name them. */
export interface ProtectedPaths {
  readonly add: readonly string[];
  readonly allow: readonly string[];
}

export const noOwnPaths: ProtectedPaths = { add: [], allow: [] };

/** Automation and rights, this swarm, agents' instructions, editors and shells, git, package managers. */
export const usuallyProtected: readonly string[] = [
  ...[".*/**/*", ".github/**"],
  ...["**/CODEOWNERS", "**/action.yml", "**/action.yaml", ".gitlab-ci.yml", ".travis.yml", "Jenkinsfile"],
  ...["azure-pipelines.yml", "bitbucket-pipelines.yml", "appveyor.yml", ".appveyor.yml", ".drone.yml"],
  ...["**/AGENTS.md", "**/CLAUDE.md", "**/GEMINI.md", "**/COPILOT.md", "**/SKILL.md", "**/.mcp.json"],
  ...["**/.cursorrules", "**/.windsurfrules", "**/.clinerules", "**/.aider*", "**/.goosehints"],
  ...["**/.claude/**", "**/.cursor/**", "**/.vscode/**", "**/.husky/**", "**/.devcontainer/**"],
  ...["**/.envrc", "**/.gitmodules", "**/.gitattributes", "**/.lfsconfig", "**/.pre-commit-config.yaml"],
  ...["**/.npmrc", "**/.yarnrc*", "**/.pnpmfile.cjs", "**/pip.conf", "**/.cargo/**", "**/lefthook.yml"],
  ...[
    "**/package-lock.json",
    "**/npm-shrinkwrap.json",
    "**/yarn.lock",
    "**/pnpm-lock.yaml",
    "**/pnpm-workspace.yaml",
    "**/binding.gyp",
    "**/bun.lock*",
  ],
  ...["**/Cargo.lock", "**/poetry.lock", "**/uv.lock", "**/Pipfile.lock", "**/Gemfile.lock", "**/go.sum"],
  ...["**/composer.lock", "**/flake.lock", "**/deno.lock"],
];

/** What is known of a change besides its paths. */
export interface Changed {
  readonly paths: readonly string[];
  /** Those of them that were not there when the goal was accepted. */
  readonly added: readonly string[];
  readonly manifests: readonly ManifestChange[];
  /** What `package.json` said when the goal was accepted. */
  readonly scripts?: Scripts | undefined;
}

/**
 * The protected ones among the paths of a change, however they are spelled on a disk that does not tell the spellings
 * apart: those of the lists, manifests that install something else, and what the goal's checks were when it was accepted.
 */
export function protectedAmong(
  { paths, added, manifests, scripts }: Changed,
  own: ProtectedPaths = noOwnPaths,
  checks: readonly string[] = [],
): readonly string[] {
  const closed = [...usualPatterns, ...own.add.map(toPattern)];
  const free = own.allow.map(toPattern);
  const matches = (patterns: readonly RegExp[], path: string) => patterns.some((one) => one.test(path));
  const isNew = new Set(added);
  const commands = withScripts(checks, scripts);
  const steers = new Set([
    ...manifests.flatMap((one) => (one.installs ? [one.path] : [])),
    ...manifests.flatMap((one) =>
      one.runs && !isNew.has(one.path) && runsScripts(checks) ? [one.path] : [],
    ),
    ...paths.filter((path) => setsRunner(path, commands)),
    ...paths.filter((path) => !isNew.has(path) && isNamedCheck(path, commands)),
  ]);
  return paths.filter(
    (path) => (steers.has(path) || matches(closed, plain(path))) && !matches(free, plain(path)),
  );
}

/** Case, forms of a letter, invisible characters, and the dots and spaces that some disks drop from the end of a name. */
const plain = (path: string): string =>
  path
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase()
    .split("/")
    .map((name) => name.replace(/[. ]+$/, ""))
    .join("/");

/** A folder's pattern is also for what stands in the folder's place. */
function toPattern(glob: string): RegExp {
  const source = glob
    .toLowerCase()
    .replaceAll(/[.+^${}()|[\]\\?]/g, "\\$&")
    .replace(/\/\*\*$/, "\u0001")
    .replaceAll("**/", "\u0002")
    .replaceAll("**", "\u0003")
    .replaceAll("*", "[^/]*")
    .replaceAll("\u0003", ".*")
    .replaceAll("\u0002", "(?:.*/)?")
    .replace("\u0001", "(?:/.*)?");
  return new RegExp(`^${source}$`, "u");
}

const usualPatterns: readonly RegExp[] = usuallyProtected.map(toPattern);
