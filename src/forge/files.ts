/** Files and folders of a commit. */

import type { Git } from "./git.ts";

export interface TreeItem {
  readonly kind: "file" | "dir" | "symlink" | "submodule";
  readonly path: string;
  readonly sha: string;
  readonly size: number;
}

export type Entry =
  | { readonly kind: "file"; readonly item: TreeItem; readonly base64: string }
  | { readonly kind: "dir"; readonly items: readonly TreeItem[] };

/** What a commit has at a path ("" is its root), or undefined. */
export async function readEntry(
  git: Git,
  directory: string,
  sha: string,
  path: string,
): Promise<Entry | undefined> {
  if (path === "") return { kind: "dir", items: await listTree(git, directory, sha, []) };
  const [item] = await listTree(git, directory, sha, [path]);
  if (!item || item.path !== path) return undefined;
  if (item.kind === "dir") return { kind: "dir", items: await listTree(git, directory, sha, [`${path}/`]) };
  return { kind: "file", item, base64: await git.readBase64(directory, ["cat-file", "blob", item.sha]) };
}

async function listTree(
  git: Git,
  directory: string,
  sha: string,
  paths: readonly string[],
): Promise<TreeItem[]> {
  const args = ["--literal-pathspecs", "ls-tree", "-z", "--long", "--full-tree", sha, "--", ...paths];
  const { code, stdout } = await git.run(directory, args);
  if (code !== 0) return [];
  return stdout
    .split("\0")
    .filter((line) => line !== "")
    .map(readItem);
}

function readItem(line: string): TreeItem {
  const [head = "", path = ""] = line.split("\t", 2);
  const [mode = "", type = "", sha = "", size = "0"] = head.split(/ +/);
  return { kind: kindOf(mode, type), path, sha, size: Number(size) || 0 };
}

function kindOf(mode: string, type: string): TreeItem["kind"] {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "symlink" : "file";
}
