/** Keeps the head and the tail of a stream of any length, and says how much it left out. */

export const OUTPUT_LIMIT = 30_000;

/** Decodes UTF-8 as it comes and never holds more than about `limit` characters. */
export class CappedOutput {
  readonly #decoder = new TextDecoder();
  readonly #half: number;
  #head = "";
  #tail = "";
  #cut = 0;

  constructor(limit = OUTPUT_LIMIT) {
    this.#half = Math.floor(limit / 2);
  }

  add(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The whole text, or head and tail with a line between them that says how much is missing. */
  text(): string {
    this.#take(this.#decoder.decode());
    if (this.#cut === 0) return this.#head + this.#tail;
    return `${this.#head.toWellFormed()}\n[${this.#cut} characters left out here]\n${this.#tail.toWellFormed()}`;
  }

  #take(text: string): void {
    const room = this.#half - this.#head.length;
    this.#head += text.slice(0, room);
    const tail = this.#tail + text.slice(room);
    this.#tail = tail.slice(-this.#half);
    this.#cut += tail.length - this.#tail.length;
  }
}

/** `text` as it is, or its head and tail when it is longer than a tool may answer. */
export function capText(text: string, limit = OUTPUT_LIMIT): string {
  if (text.length <= limit) return text;
  const capped = new CappedOutput(limit);
  capped.add(new TextEncoder().encode(text));
  return capped.text();
}
