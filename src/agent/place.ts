/** A file or folder held by a handle: whatever is put in its place meanwhile, this is still the one that was looked at. */

import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

/** Linux's O_PATH, which Node does not name: opens nothing, so a pipe cannot hold us and a device does not notice. */
const PATH_ONLY = 0o10000000;

/** Elsewhere a name is used twice, and a swap in between goes unnoticed; but elsewhere there is no strong sandbox either. */
const HAS_HANDLES = process.platform === "linux" && existsSync("/proc/self/fd");

export interface Place extends Disposable {
  /** Reaches exactly this place until it is disposed of; names below a folder are reached by going on from here. */
  readonly path: string;
  /** Of the place itself, a link included. */
  readonly stats: Stats;
}

/** Holds what `path` names, without following a link at its end. Throws as `lstat` does. */
export function hold(path: string): Place {
  if (!HAS_HANDLES) return { path, stats: lstatSync(path), [Symbol.dispose]: () => {} };
  const descriptor = openSync(path, PATH_ONLY | constants.O_NOFOLLOW);
  return {
    path: `/proc/self/fd/${descriptor}`,
    stats: fstatSync(descriptor),
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

/** Holds what a held folder has under this name, which must be a single one. */
export const holdIn = (folder: Place, name: string): Place => hold(join(folder.path, name));

/** Opens a held file for reading or writing. */
export const openPlace = (place: Place, flags: number): Promise<FileHandle> =>
  open(place.path, flags | SAFELY);

/** The same, at once. */
export const openPlaceSync = (place: Place, flags: number): number => openSync(place.path, flags | SAFELY);

// A handle's own path is a link to what it holds.
const SAFELY = constants.O_NONBLOCK | (HAS_HANDLES ? 0 : constants.O_NOFOLLOW);
