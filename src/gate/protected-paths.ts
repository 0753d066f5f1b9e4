/** Which paths of a change only a person may let land: they steer people's review, CI, agents or what gets installed. */

/** Anywhere in a repository, whatever the case: file systems differ. */
const patterns: readonly RegExp[] = [
  /^\.(?:github|gitlab|circleci|buildkite|husky|devcontainer|vscode|cursor|claude|codex|gemini)\//,
  /^\.(?:gitlab-ci|travis|pre-commit-config|npmrc|yarnrc|pnpmrc)(?:\.ya?ml)?$/,
  /(?:^|\/)codeowners$/,
  /(?:^|\/)\.(?:npmrc|yarnrc(?:\.yml)?|pnpmfile\.cjs|gitattributes|gitmodules|cursorrules|windsurfrules|mcp\.json)$/,
  /(?:^|\/)(?:agents|claude|gemini|copilot-instructions|\.?cursorrules)\.md$/,
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock)$/,
  /(?:^|\/)(?:cargo\.lock|poetry\.lock|uv\.lock|pipfile\.lock|gemfile\.lock|composer\.lock|go\.sum|flake\.lock)$/,
  /(?:^|\/)(?:jenkinsfile|azure-pipelines\.ya?ml|dockerfile|\.dockerignore)$/,
];

/** Where dependencies and lifecycle scripts are named. */
const manifest = /(?:^|\/)package\.json$/;

export interface ChangedFile {
  readonly path: string;
  /** The text before and after; undefined where there is no file, or it is not needed. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** The paths among these that are protected, or match one of `more`; manifests count when they install or run something else. */
export function protectedPaths(
  files: readonly ChangedFile[],
  more: readonly RegExp[] = [],
): readonly string[] {
  return files.filter((file) => isProtected(file, more)).map((file) => file.path);
}

function isProtected(file: ChangedFile, more: readonly RegExp[]): boolean {
  const path = file.path.normalize("NFKC").toLowerCase();
  if ([...patterns, ...more].some((pattern) => pattern.test(path))) return true;
  return manifest.test(path) && installs(file.before) !== installs(file.after);
}

const lifecycle = /^(?:pre|post)?(?:install|prepare|publish|pack|version|prepublishOnly|dependencies)$/;

/** All in a manifest that changes what is installed, or runs by itself; an unreadable one is like no other. */
function installs(text: string | undefined): string {
  if (text === undefined) return "";
  try {
    const read = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const scripts = Object.entries((read.scripts ?? {}) as object).filter(([name]) => lifecycle.test(name));
    const kinds = [
      "dependencies",
      "devDependencies",
      "optionalDependencies",
      "peerDependencies",
      "overrides",
    ];
    const others = ["bundledDependencies", "resolutions", "workspaces", "packageManager", "gypfile", "bin"];
    return JSON.stringify([scripts, ...[...kinds, ...others].map((kind) => read[kind])]);
  } catch {
    return text;
  }
}
