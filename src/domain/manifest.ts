/** What a changed `package.json` means: what it installs, what runs by itself, and what its commands are. */

import type { Scripts } from "./check-files.ts";

export interface ManifestChange {
  readonly path: string;
  /** Other dependencies, other lifecycle scripts, or another place to get them from. */
  readonly installs: boolean;
  /** Other scripts, or other settings, of a runner for example: what a command such as `npm test` does. */
  readonly runs: boolean;
}

export const isManifest = (path: string): boolean => /(?:^|\/)package\.json$/i.test(path);

/** The texts before and after; undefined where there is no file. An unreadable one is like no other. */
export function manifestChange(
  path: string,
  before: string | undefined,
  after: string | undefined,
): ManifestChange {
  const [from, to] = [read(before), read(after)];
  return { path, installs: from.installs !== to.installs, runs: from.runs !== to.runs };
}

const lifecycle = /^(?:pre|post)?(?:install|prepare|publish|pack|version|prepublishOnly|dependencies)$/;

const installing = [
  ...["dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "overrides"],
  ...["bundledDependencies", "resolutions", "workspaces", "packageManager", "gypfile", "bin"],
  ...["pnpm", "trustedDependencies", "bundleDependencies", "dependenciesMeta"],
];

/** What people and registries read, and no command. */
const words = new Set([
  ...["name", "version", "description", "keywords", "author", "contributors", "license", "homepage"],
  ...["repository", "bugs", "funding"],
]);

/** Undefined when it cannot be read. */
export function scriptsOf(text: string | undefined): Scripts | undefined {
  try {
    const { scripts } = JSON.parse(text ?? "{}") as { readonly scripts?: object };
    const named = Object.entries(scripts ?? {});
    return Object.fromEntries(named.filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    return undefined;
  }
}

function read(text: string | undefined): { readonly installs: string; readonly runs: string } {
  if (text === undefined) return { installs: "", runs: "" };
  try {
    const fields = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const scripts = Object.entries((fields.scripts ?? {}) as object);
    const own = scripts.filter(([name]) => lifecycle.test(name));
    const fixed = installing.map((name) => fields[name] ?? null);
    const others = Object.entries(fields).filter(([name]) => !installing.includes(name) && !words.has(name));
    const isPlain = own.length === 0 && fixed.every((field) => field === null);
    return {
      installs: isPlain ? "" : JSON.stringify([own, fixed]),
      runs: others.length === 0 ? "" : JSON.stringify(others),
    };
  } catch {
    return { installs: text, runs: text };
  }
}
