/** Links of every kind in a workspace, some to what is outside of it. */

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `outside` holds `secret.txt`, and so does the workspace, elsewhere. */
export function layTraps(root: string, outside: string): void {
  const files = {
    "src/a.ts": "a",
    "src/deep/b.ts": "b",
    "x/secret.txt": "inside",
    ".git/config": "[core]\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const links: Readonly<Record<string, string>> = {
    out: outside,
    up: "..",
    "src/up-up": "../..",
    passwd: "/etc/passwd",
    environ: "/proc/self/environ",
    here: "/proc/self/cwd",
    chain: "chain-2",
    "chain-2": "src/up-up/outside",
    circle: "circle",
    inside: "src/deep",
    whole: ".",
    hidden: ".git",
    gone: "src/nothing",
    "gone-out": `${outside}/planted`,
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
}
