/** Reads and writes whole text files that are held, and nothing that is no file of the workspace alone. */

import { constants, type Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { type Pinned, refusalFor } from "../pin.ts";
import { openPlace } from "../place.ts";
import { ToolRefusal } from "../tool.ts";

/** Larger files are for commands such as `sed` and `grep`. */
const READ_LIMIT = 10_000_000;
const WRITE_LIMIT = 1_000_000;

/** The text of a file, a byte order mark included. Throws ToolRefusal when it is no readable text. */
export async function readText(file: Pinned, shown: string): Promise<string> {
  const bytes = await withOpen(file, shown, constants.O_RDONLY, (handle) => bytesOf(handle, shown));
  if (bytes.includes(0)) throw new ToolRefusal(`"${shown}" is a binary file.`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ToolRefusal(`"${shown}" is not UTF-8 text.`);
  }
}

/** Throws ToolRefusal when a file may not have this text, before there is one. */
export function refuseLarge(text: string): void {
  const size = Buffer.byteLength(text, "utf8");
  if (size > WRITE_LIMIT)
    throw new ToolRefusal(`That is ${size} bytes and a file may have ${WRITE_LIMIT}: write less.`);
}

/** Replaces a file's text; its mode stays. */
export async function writeText(file: Pinned, shown: string, text: string): Promise<void> {
  refuseLarge(text);
  await withOpen(file, shown, constants.O_WRONLY, async (handle) => {
    await handle.truncate(0);
    await handle.writeFile(text);
  });
}

/** Somebody may append while we read: then the limit ends it. */
async function bytesOf(handle: FileHandle, shown: string): Promise<Buffer> {
  const { size } = await handle.stat();
  const pieces: Buffer[] = [];
  let length = 0;
  while (size <= READ_LIMIT && length <= READ_LIMIT) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536));
    if (bytesRead === 0) return Buffer.concat(pieces);
    pieces.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  throw new ToolRefusal(
    `"${shown}" is too large (${Math.max(size, length)} bytes): look at a part of it with run.`,
  );
}

async function withOpen<Result>(
  file: Pinned,
  shown: string,
  flags: number,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  refuseStrange(file.stats, shown);
  let handle: FileHandle;
  try {
    handle = await openPlace(file, flags);
  } catch (error) {
    throw refusalFor(error, shown);
  }
  try {
    refuseStrange(await handle.stat(), shown);
    return await use(handle);
  } finally {
    await handle.close();
  }
}

function refuseStrange(stats: Stats, shown: string): void {
  if (stats.isDirectory()) throw new ToolRefusal(`"${shown}" is a folder, not a file.`);
  if (!stats.isFile()) throw new ToolRefusal(`"${shown}" is not a file.`);
  if (stats.nlink > 1)
    throw new ToolRefusal(`"${shown}" is also known by another name (a hard link): use a copy of it.`);
}
