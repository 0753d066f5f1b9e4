/** Finds any stretch of known texts in another text, in one pass. */

const bits = 20;

export class Grams {
  readonly #length: number;
  readonly #known = new Set<string>();
  /** By hash, whether a known stretch may be here: most of a text is passed without making a string of it. */
  readonly #maybe = new Uint8Array(1 << (bits - 3));
  /** What the character that leaves the window counts. */
  readonly #last: number;

  /** `length` characters make a stretch. */
  constructor(length: number) {
    this.#length = length;
    this.#last = Array.from({ length }).reduce<number>((power) => Math.imul(power, 31), 1);
  }

  /** Every stretch of this text is known from now on, but for those that hardly vary, such as rows of dashes. */
  add(text: string): void {
    for (let at = 0; at + this.#length <= text.length; at++) {
      const stretch = text.slice(at, at + this.#length);
      if (new Set(stretch).size < 5) continue;
      this.#known.add(stretch);
      let hash = 0;
      for (let i = 0; i < stretch.length; i++) hash = (Math.imul(hash, 31) + stretch.charCodeAt(i)) | 0;
      this.#mark(hash);
    }
  }

  /** Where known stretches begin. */
  *found(text: string): Generator<number> {
    if (this.#known.size === 0) return;
    let hash = 0;
    for (let at = 0; at < text.length; at++) {
      hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
      const start = at - this.#length + 1;
      if (start > 0) hash = (hash - Math.imul(text.charCodeAt(start - 1), this.#last)) | 0;
      if (start < 0 || !this.#isMarked(hash)) continue;
      if (this.#known.has(text.slice(start, start + this.#length))) yield start;
    }
  }

  #mark(hash: number): void {
    const slot = mixed(hash);
    this.#maybe[slot >>> 3] = (this.#maybe[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  #isMarked(hash: number): boolean {
    const slot = mixed(hash);
    return ((this.#maybe[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
  }
}

const mixed = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - bits);
