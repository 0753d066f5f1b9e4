/** The one way by which every tool gets to a file: name by name from the workspace's root, each of them held. */

import { closeSync, constants, mkdirSync, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { DEEPEST, namesInside, outside, refuseGit, tooDeep } from "./paths.ts";
import { hold, holdIn, type Place } from "./place.ts";
import { ToolRefusal } from "./tool.ts";

export interface Pinned extends Place {
  /** Where it is, from the root, without any link. */
  readonly names: readonly string[];
}

export interface PinOptions {
  /** Throws where nobody may go; asked of each folder on the way before it is touched, and of the end. */
  readonly refuse?: (names: readonly string[]) => void;
  /** Makes what is missing: folders, and a file at the end. */
  readonly create?: boolean;
}

/** More links and new folders on the way are a circle, or somebody who plays with us. */
const MOST_TURNS = 2 * DEEPEST;

interface Ahead {
  readonly name: string;
  /** Named by a link, not by who asks: never created. */
  readonly linked: boolean;
}

/**
 * Holds the file or folder that `path` names within `root`. Links are followed as long as they stay inside. Nothing
 * outside is opened, read or made, whatever changes on the disk meanwhile. Throws ToolRefusal if that cannot be had.
 */
export function pin(root: string, path: string, { refuse, create = false }: PinOptions = {}): Pinned {
  let ahead: Ahead[] = namesInside(root, path).map((name) => ({ name, linked: false }));
  const held: { place: Place; name: string }[] = [{ place: hold(root), name: "" }];
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (turns > MOST_TURNS) throw new ToolRefusal(`"${path}" goes through too many symbolic links.`);
  };
  try {
    for (let next = ahead.shift(); next; next = ahead.shift()) {
      const { name, linked } = next;
      if (name === "..") {
        if (held.length === 1) throw outside(path);
        held.pop()?.place[Symbol.dispose]();
        continue;
      }
      if (held.length > DEEPEST) throw tooDeep(path);
      const folder = held.at(-1)!.place;
      const names = [...held.slice(1).map((one) => one.name), name];
      refuseGit(names, path);
      refuse?.(names);
      const place = found(folder, name, path);
      if (place === undefined) {
        if (linked) throw new ToolRefusal(`"${path}" goes through a symbolic link that leads nowhere.`);
        if (!create) throw new ToolRefusal(`"${path}" does not exist: look with list_files.`);
        turn();
        make(folder, name, ahead.length > 0, path);
        ahead.unshift(next);
        continue;
      }
      if (!place.stats.isSymbolicLink()) {
        held.push({ place, name });
        if (ahead.length > 0 && !place.stats.isDirectory())
          throw new ToolRefusal(`"${path}" goes through something that is a file, not a folder.`);
        continue;
      }
      place[Symbol.dispose]();
      turn();
      const { names: target, absolute } = targetOf(root, folder, name, path);
      if (absolute) for (const { place } of held.splice(1)) place[Symbol.dispose]();
      ahead = [...target.map((one) => ({ name: one, linked: true })), ...ahead];
    }
    const last = held.pop()!;
    const names = [...held.slice(1).map((one) => one.name), ...(held.length > 0 ? [last.name] : [])];
    return { ...last.place, names };
  } finally {
    for (const { place } of held) place[Symbol.dispose]();
  }
}

function found(folder: Place, name: string, path: string): Place | undefined {
  try {
    return holdIn(folder, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw refusalFor(error, path);
  }
}

/** What is there already is looked at next, whatever it is. */
function make(folder: Place, name: string, isFolder: boolean, path: string): void {
  const place = join(folder.path, name);
  try {
    if (isFolder) mkdirSync(place);
    else closeSync(openSync(place, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw refusalFor(error, path);
  }
}

/** A link that was swapped before it is read leads elsewhere; each of its names is looked at like any other. */
function targetOf(
  root: string,
  folder: Place,
  name: string,
  path: string,
): { names: readonly string[]; absolute: boolean } {
  let target: string;
  try {
    target = readlinkSync(join(folder.path, name));
  } catch (error) {
    if (["EINVAL", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return { names: [name], absolute: false };
    throw refusalFor(error, path);
  }
  if (target.startsWith("/")) {
    try {
      return { names: namesInside(root, target), absolute: true };
    } catch {
      throw outside(path);
    }
  }
  return { names: target.split("/").filter((one) => one !== "" && one !== "."), absolute: false };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist: look with list_files",
  ENOTDIR: "goes through something that is a file, not a folder",
  ELOOP: "goes through too many symbolic links",
  EACCES: "may not be opened",
  EPERM: "may not be opened",
  EROFS: "is read-only",
  ENAMETOOLONG: "is too long a name",
};

/** The refusal that stands for an error of the file system; other errors are answered as they are. */
export function refusalFor(error: unknown, path: string): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
  return reason === undefined ? error : new ToolRefusal(`"${path}" ${reason}.`);
}
