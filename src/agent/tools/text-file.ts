/** Reads and writes whole text files by host paths that were already resolved, never through a link. */

import { constants, type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { ToolRefusal } from "../tool.ts";

/** Larger files are for commands such as `sed` and `grep`. */
const READ_LIMIT = 10_000_000;
const WRITE_LIMIT = 1_000_000;

// Without O_NONBLOCK a named pipe would hold us until somebody opened its other end.
const SAFELY = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The text of a file, a byte order mark included. Throws ToolRefusal when it is no readable text. */
export async function readText(file: string, shown: string): Promise<string> {
  const handle = await opened(file, shown, constants.O_RDONLY | SAFELY);
  try {
    const { size } = await handle.stat();
    if (size > READ_LIMIT) {
      throw new ToolRefusal(`"${shown}" is too large (${size} bytes): look at a part of it with run.`);
    }
    const bytes = await handle.readFile();
    if (bytes.includes(0)) throw new ToolRefusal(`"${shown}" is a binary file.`);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ToolRefusal(`"${shown}" is not UTF-8 text.`);
  } finally {
    await handle.close();
  }
}

/** Replaces a file's text or creates the file, folders above it too. An existing file keeps its mode. */
export async function writeText(file: string, shown: string, text: string): Promise<void> {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length > WRITE_LIMIT) {
    throw new ToolRefusal(`That is ${bytes.length} bytes and a file may have ${WRITE_LIMIT}: write less.`);
  }
  await makeFolder(dirname(file), shown);
  const handle = await opened(file, shown, constants.O_WRONLY | constants.O_CREAT | SAFELY);
  try {
    await handle.truncate(0);
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

async function makeFolder(folder: string, shown: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw refusalFor(error, shown);
  }
}

async function opened(file: string, shown: string, flags: number): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(file, flags, 0o666);
  } catch (error) {
    throw refusalFor(error, shown);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new ToolRefusal(`"${shown}" is not a file.`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist: look with list_files",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "goes through something that is a file, not a folder",
  EEXIST: "goes through something that is a file, not a folder",
  ELOOP: "is a symbolic link, which this tool does not follow",
  ENXIO: "is not a file",
  EACCES: "may not be opened",
  EPERM: "may not be opened",
  EROFS: "is read-only",
  ENAMETOOLONG: "is too long a name",
};

function refusalFor(error: unknown, shown: string): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
  return reason === undefined ? error : new ToolRefusal(`"${shown}" ${reason}.`);
}
