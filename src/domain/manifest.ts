/** What a changed `package.json` means: what it installs, what runs by itself, and what its commands are. */

export interface ManifestChange {
  readonly path: string;
  /** Other dependencies, other lifecycle scripts, or another place to get them from. */
  readonly installs: boolean;
  /** Other scripts: what a command such as `npm test` runs. */
  readonly scripts: boolean;
}

export const isManifest = (path: string): boolean => /(?:^|\/)package\.json$/i.test(path);

/** The texts before and after; undefined where there is no file. An unreadable one is like no other. */
export function manifestChange(
  path: string,
  before: string | undefined,
  after: string | undefined,
): ManifestChange {
  const [from, to] = [read(before), read(after)];
  return { path, installs: from.installs !== to.installs, scripts: from.scripts !== to.scripts };
}

const lifecycle = /^(?:pre|post)?(?:install|prepare|publish|pack|version|prepublishOnly|dependencies)$/;

const installing = [
  ...["dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "overrides"],
  ...["bundledDependencies", "resolutions", "workspaces", "packageManager", "gypfile", "bin"],
];

function read(text: string | undefined): { readonly installs: string; readonly scripts: string } {
  if (text === undefined) return { installs: "", scripts: "" };
  try {
    const fields = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const scripts = Object.entries((fields.scripts ?? {}) as object);
    const own = scripts.filter(([name]) => lifecycle.test(name));
    const fixed = installing.map((name) => fields[name] ?? null);
    const isPlain = own.length === 0 && fixed.every((field) => field === null);
    return {
      installs: isPlain ? "" : JSON.stringify([own, fixed]),
      scripts: scripts.length === 0 ? "" : JSON.stringify(scripts),
    };
  } catch {
    return { installs: text, scripts: text };
  }
}
