/** The body of the scanning thread: collects the paths or the lines that match, until a limit or the time is up. */

import { closeSync, constants, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { shownName } from "../../codec/shown-name.ts";
import { holdIn, openPlaceSync } from "../place.ts";
import { globToRegExp } from "./glob.ts";
import type { ScanRequest, ScanResult } from "./scan.ts";
import { type Walked, walk } from "./walk.ts";

const FILE_LIMIT = 1_000_000;
const LINE_LIMIT = 2_000;
const SHOWN_LIMIT = 300;

parentPort!.postMessage(scanned(workerData as ScanRequest));

function scanned(request: ScanRequest): ScanResult {
  const deadline = performance.now() + request.budgetMs;
  const glob = request.glob === undefined ? undefined : globToRegExp(request.glob);
  const pattern = request.pattern && new RegExp(request.pattern.source, request.pattern.flags);
  const found: string[] = [];
  let more = 0;
  for (const walked of walk(request)) {
    if (performance.now() > deadline) return { found, more, outOfTime: true };
    if (glob !== undefined && !glob.test(walked.path)) continue;
    for (const match of pattern === undefined ? [walked.path] : matchingLines(walked, pattern)) {
      if (found.length < request.limit) found.push(match);
      else more += 1;
    }
    if (more > 0 && pattern !== undefined) break;
  }
  return { found, more, outOfTime: false };
}

function* matchingLines(walked: Walked, pattern: RegExp): Generator<string> {
  const text = textOf(walked);
  if (text === undefined || text.includes("\0")) return;
  for (const [index, line] of text.split("\n").entries()) {
    const start = line.slice(0, LINE_LIMIT);
    if (!pattern.test(start)) continue;
    const shown = start.slice(0, SHOWN_LIMIT).trimEnd().toWellFormed();
    yield `${shownName(walked.path)}:${index + 1}: ${shown}${line.length > SHOWN_LIMIT ? " […]" : ""}`;
  }
}

/** Undefined for what is no file of the workspace alone, is too large, or went away. */
function textOf({ folder, name }: Walked): string | undefined {
  try {
    using file = holdIn(folder, name);
    const { stats } = file;
    if (!stats.isFile() || stats.nlink > 1 || stats.size > FILE_LIMIT) return undefined;
    return firstBytes(openPlaceSync(file, constants.O_RDONLY), stats.size).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Not more than there were: somebody may append while we read. */
function firstBytes(descriptor: number, size: number): Buffer {
  try {
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(descriptor, bytes, length, size - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
