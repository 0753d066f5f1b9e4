/** Makes a bare repository, empty or from another one, and its row. */

import { appendFile, mkdir, rename as move, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Git } from "./git.ts";
import { findRepository, type Hub, now } from "./hub.ts";
import { readRefs } from "./refs.ts";
import type { Repository, Role } from "./rows.ts";

export interface RepositoryOptions {
  /** A git repository (bare or not) to load; empty when absent. */
  readonly from?: string;
  /** A commit or branch of `from` to publish as the only branch; all branches and tags when absent. */
  readonly ref?: string;
  readonly defaultBranch?: string;
  readonly collaborators?: Readonly<Record<string, Role>>;
}

/** Creates the repository; one that exists keeps its content and only takes the collaborators. */
export async function createRepository(hub: Hub, owner: string, name: string, options: RepositoryOptions) {
  const known = findRepository(hub.store, owner, name);
  if (known) {
    const collaborators = { ...known.collaborators, ...options.collaborators };
    hub.store.repositories.patch(known, { collaborators });
    return;
  }
  if (![owner, name].every((part) => /^[\w-][\w.-]*$/.test(part))) {
    throw new Error(`${owner}/${name} is not a name for a repository.`);
  }
  const directory = hub.git.directory({ owner, name });
  const fresh = `${directory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const defaultBranch = await fill(hub.git, fresh, options);
  await mkdir(dirname(directory), { recursive: true });
  await move(fresh, directory);
  hub.store.repositories.put(blankRepository(hub, owner, name, defaultBranch, options));
}

/** Renames a repository, or its default branch, as its owner does in the settings. Nothing leads on from the old name. */
export async function rename(
  hub: Hub,
  fullName: string,
  to: { readonly name?: string; readonly defaultBranch?: string },
): Promise<void> {
  const [owner = "", name = ""] = fullName.split("/");
  const known = findRepository(hub.store, owner, name);
  if (!known) throw new Error(`There is no repository "${fullName}" to rename.`);
  const changed = { ...known, ...to };
  const directory = hub.git.directory(known);
  if (changed.defaultBranch !== known.defaultBranch)
    await hub.git.read(directory, ["branch", "--move", known.defaultBranch, changed.defaultBranch]);
  if (changed.name !== known.name) await move(directory, hub.git.directory(changed));
  hub.store.commit(() => {
    hub.store.repositories.delete(known.id);
    hub.store.repositories.put(changed);
  });
}

function blankRepository(
  hub: Hub,
  owner: string,
  name: string,
  defaultBranch: string,
  options: RepositoryOptions,
) {
  const at = now(hub);
  const repository: Repository = {
    id: hub.store.newId(),
    owner,
    name,
    defaultBranch,
    collaborators: options.collaborators ?? {},
    lastNumber: 0,
    lastMilestone: 0,
    createdAt: at,
    pushedAt: at,
  };
  return repository;
}

/** Written at once: git itself sets one value per process. */
const settings = `[http]
	receivepack = true
[receive]
	autogc = false
	fsckObjects = true
[gc]
	auto = 0
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[core]
	logAllRefUpdates = false
`;

/** Initialises and loads; returns the default branch. */
async function fill(
  git: Git,
  directory: string,
  { from, ref, defaultBranch }: RepositoryOptions,
): Promise<string> {
  const source = from === undefined ? undefined : await readSource(git, from, ref);
  const branch = defaultBranch ?? source?.branch ?? "main";
  await git.read(directory, ["init", "--quiet", "--bare", "--template=", `--initial-branch=${branch}`]);
  await appendFile(join(directory, "config"), settings);
  if (!source) return branch;
  const everything = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
  const wanted = source.commit ? [`+${source.commit}:refs/heads/${branch}`] : everything;
  await git.read(directory, [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-auto-maintenance",
    source.path,
    ...wanted,
  ]);
  const refs = await readRefs(git, directory, "refs/heads/");
  if (refs.has(`refs/heads/${branch}`)) return branch;
  throw new Error(`${from} has no branch "${branch}" to publish as the default branch.`);
}

async function readSource(git: Git, from: string, ref: string | undefined) {
  const path = (await git.read(from, ["rev-parse", "--absolute-git-dir"])).trim();
  const head = await git.run(from, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  const isBranch =
    ref !== undefined && (await git.run(from, ["show-ref", "--quiet", `refs/heads/${ref}`])).code === 0;
  const branch = isBranch ? ref : head.stdout.trim() || "main";
  const commit = ref ?? (head.code === 0 ? undefined : "HEAD");
  if (commit === undefined) return { path, branch, commit: undefined };
  const sha = await git.read(from, ["rev-parse", "--verify", `${commit}^{commit}`]);
  return { path, branch, commit: sha.trim() };
}
