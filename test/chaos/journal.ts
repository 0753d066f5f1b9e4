/** The forge's list of pushes as an onlooker reads it while the forge writes and dies: whole lines only, each once. */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Push } from "../../src/forge/forge.ts";

export class Journal {
  readonly #file: string;
  #read = 0;
  #torn = "";

  /** `forge` is the forge's folder. */
  constructor(forge: string) {
    this.#file = join(forge, "pushes.jsonl");
  }

  /** The pushes since the last call. */
  next(): readonly Push[] {
    const lines = (this.#torn + this.#more()).split("\n");
    this.#torn = lines.pop() ?? "";
    return lines.flatMap(parse);
  }

  #more(): string {
    let file: number;
    try {
      file = openSync(this.#file, "r");
    } catch {
      return ""; // nobody pushed yet
    }
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#read));
      const length = readSync(file, bytes, 0, bytes.length, this.#read);
      this.#read += length;
      return bytes.toString("latin1", 0, length);
    } finally {
      closeSync(file);
    }
  }
}

/** A line that the forge was writing when it was killed is torn. */
function parse(line: string): readonly Push[] {
  try {
    return [JSON.parse(line) as Push];
  } catch {
    return [];
  }
}
