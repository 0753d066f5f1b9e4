/** Keeps a mirror's folder sound: it is a cache, so what a killed git or a lost disk write left behind may simply go. */

import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { git, tryGit } from "./git.ts";

/** Makes the folder a sound bare repository: as it was where that is possible, else a new one. No git may run in it. */
export async function makeSound(dir: string): Promise<void> {
  if (existsSync(dir)) {
    await removeLocks(dir, 0);
    if (await isSound(dir)) return;
  }
  await replace(dir, await beginBeside(dir));
}

/** A new bare repository next to this folder. A half-made one never gets the folder's name. */
export async function beginBeside(dir: string): Promise<string> {
  const fresh = `${dir}.new-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await git(fresh, ["init", "--quiet", "--bare", fresh]);
  return fresh;
}

/** Puts the new folder in the place of the old one, which is removed. */
export async function replace(dir: string, fresh: string): Promise<void> {
  const old = `${dir}.old-${process.pid}`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(dir)) await rename(dir, old);
  await rename(fresh, dir);
  await rm(old, { recursive: true, force: true });
}

/** Removes the locks that git has held for so many milliseconds. */
export async function removeLocks(dir: string, heldFor: number): Promise<void> {
  const before = Date.now() - heldFor;
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(entry.name.endsWith(".lock") || entry.name === "gc.pid")) continue;
    const file = join(entry.parentPath, entry.name);
    // A living git may have removed it meanwhile.
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs <= before) await rm(file, { force: true });
  }
}

/** Packs what piled up, when it is much. What nothing leads to stays for two weeks: work that is not pushed yet is such. */
export async function tidy(dir: string): Promise<void> {
  const collect = ["-c", "gc.auto=6700", "-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"];
  await tryGit(dir, collect).catch(() => {});
}

/** To pack what is loose is to read it: half-written objects are among these, and would stay for ever. */
async function isSound(dir: string): Promise<boolean> {
  return (await tryGit(dir, ["repack", "-d", "-q"])).code === 0;
}
