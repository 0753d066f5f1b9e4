/** Reads the head of a receive-pack request: how many refs it wants to move, and whether all or nothing. */

export interface PushCommands {
  readonly count: number;
  readonly atomic: boolean;
}

const lengthDigits = 4;

/** Git first sends a lone flush to learn whether it may push; that has no commands. */
export function parsePushCommands(body: Buffer): PushCommands {
  let at = 0;
  let count = 0;
  let capabilities = "";
  while (at + lengthDigits <= body.length) {
    const length = Number.parseInt(body.toString("latin1", at, at + lengthDigits), 16);
    if (!(length > lengthDigits)) break;
    const line = body.toString("utf8", at + lengthDigits, at + length);
    at += length;
    if (!/^[0-9a-f]{40} [0-9a-f]{40} /.test(line)) continue;
    count += 1;
    if (line.includes("\0")) capabilities = line.slice(line.indexOf("\0") + 1);
  }
  return { count, atomic: capabilities.trim().split(" ").includes("atomic") };
}
