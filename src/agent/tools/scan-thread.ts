/** The body of the scanning thread: collects the paths or the lines that match, until a limit or the time is up. */

import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { globToRegExp } from "./glob.ts";
import type { ScanRequest, ScanResult } from "./scan.ts";
import { walk } from "./walk.ts";

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
  for (const path of walk(request)) {
    if (performance.now() > deadline) return { found, more, outOfTime: true };
    if (glob !== undefined && !glob.test(path)) continue;
    for (const match of pattern === undefined ? [path] : matchingLines(request.root, path, pattern)) {
      if (found.length < request.limit) found.push(match);
      else more += 1;
    }
    if (more > 0 && pattern !== undefined) break;
  }
  return { found, more, outOfTime: false };
}

function* matchingLines(root: string, path: string, pattern: RegExp): Generator<string> {
  const text = textOf(join(root, path));
  if (text === undefined || text.includes("\0")) return;
  for (const [index, line] of text.split("\n").entries()) {
    const start = line.slice(0, LINE_LIMIT);
    if (!pattern.test(start)) continue;
    const shown = start.slice(0, SHOWN_LIMIT).trimEnd().toWellFormed();
    yield `${path}:${index + 1}: ${shown}${line.length > SHOWN_LIMIT ? " […]" : ""}`;
  }
}

function textOf(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size <= FILE_LIMIT ? readFileSync(descriptor, "utf8") : undefined;
  } finally {
    closeSync(descriptor);
  }
}
