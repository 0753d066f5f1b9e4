/** The example repository as a git repository of its own, made from the files that ship with the program. */

import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { snapshot } from "../../effect/checkout.ts";
import { GitMirror } from "../../effect/git-mirror.ts";

export const exampleFolder = fileURLToPath(new URL("../../../example", import.meta.url));

/** Answers the bare repository and its only branch. */
export async function makeExample(folder: string): Promise<{ from: string; ref: string }> {
  const bare = join(folder, "example.git");
  const mirror = new GitMirror(bare, "", async () => "");
  await mkdir(folder, { recursive: true });
  await mirror.prepare();
  const root = join(folder, "example");
  await cp(join(exampleFolder, "repository"), root, { recursive: true });
  const tree = await snapshot(mirror, { root, index: join(folder, "example.index") }, []);
  const commit = await mirror.commit(tree, [], "The example as it ships\n");
  await mirror.run(["update-ref", "refs/heads/main", commit]);
  await mirror.run(["symbolic-ref", "HEAD", "refs/heads/main"]);
  return { from: bare, ref: "main" };
}
