/** What a push would bring to the server that is not there yet, as text. */

import type { ChangedText } from "../gate/leak.ts";
import type { Cargo } from "../gate/push.ts";
import type { GitMirror } from "./git-mirror.ts";

/** What is in the histories of fetched branches and of what we pushed before is there already. */
export async function cargoOf(mirror: GitMirror, to: string, known: readonly string[]): Promise<Cargo> {
  const range = ["--ignore-missing", to, "--not", "--glob=refs/forge/*", ...known];
  const shown = [
    "-p",
    "-c",
    "--root",
    "--no-renames",
    "--text",
    "--unified=0",
    "--no-ext-diff",
    "--no-textconv",
  ];
  const format = "--format=%x02%an%n%ae%n%cn%n%ce%n%B%x03";
  const out = await mirror.run(["log", format, ...shown, ...range]);
  const commits = out.split("\u0002").slice(1);
  const words = commits.map((commit) => commit.slice(0, commit.indexOf("\u0003"))).join("\n");
  const patches = commits.map((commit) => commit.slice(commit.indexOf("\u0003") + 1));
  return { words, changes: added(patches.join("\n")) };
}

/** Each file that differs, by the name that git shows, with its names and every line that tree has and that commit has not. */
export async function differenceOf(
  mirror: GitMirror,
  commit: string,
  tree: string,
): Promise<readonly ChangedText[]> {
  const shown = ["-p", "--no-renames", "--text", "--unified=0", "--no-ext-diff", "--no-textconv"];
  const patch = added(await mirror.run(["diff-tree", "-r", ...shown, commit, tree]));
  // No line of a file stands at the margin of a patch.
  return patch.split(/^(?=diff --git )/m).map((text) => ({ name: nameIn(text), text }));
}

/** Both names in the first line are the same, since nothing counts as renamed. */
function nameIn(patch: string): string {
  const names = patch.slice("diff --git ".length, patch.indexOf("\n"));
  return names.slice(0, (names.length - 1) / 2).replace(/^("?)a\//, "$1");
}

/** Without what was there before and goes. */
const added = (patch: string): string =>
  patch
    .split("\n")
    .filter((line) => !/^(?: *-(?!-- )|index )/.test(line))
    .join("\n");
