/** Numbers for equal things, and a set of rows of numbers: what lets millions of states fit in memory. */

/** Gives equal values (by their text) the same number, from 1 on. */
export class Pool<T extends object> {
  readonly #numbers = new Map<string, number>();
  /** Values that were met before, by identity: most parts of a state are those of the state before it. */
  readonly #met = new WeakMap<T, number>();
  readonly #values: (T | undefined)[] = [undefined];
  readonly #text: (value: T) => string;

  constructor(text: (value: T) => string) {
    this.#text = text;
  }

  number(value: T): number {
    const met = this.#met.get(value);
    if (met !== undefined) return met;
    const text = this.#text(value);
    const number = this.#numbers.get(text) ?? this.#values.length;
    this.#met.set(value, number);
    if (number < this.#values.length) return number;
    this.#numbers.set(text, number);
    this.#values.push(value);
    return number;
  }

  get(number: number): T {
    const value = this.#values[number];
    if (value === undefined) throw new Error(`There is no number ${number}.`);
    return value;
  }

  get size(): number {
    return this.#values.length - 1;
  }
}

/** Distinct rows of a fixed width, in the order they came. */
export class Rows {
  readonly width: number;
  #cells: Int32Array;
  #slots: Int32Array;
  #count = 0;

  constructor(width: number) {
    this.width = width;
    this.#cells = new Int32Array(width * 1024);
    this.#slots = new Int32Array(4096).fill(-1);
  }

  get size(): number {
    return this.#count;
  }

  /** The row's index, and whether it is new. */
  add(row: readonly number[]): { index: number; fresh: boolean } {
    if (this.#count * 2 > this.#slots.length) this.#grow();
    let slot = this.#home(row, 0);
    for (let at = this.#slots[slot] ?? -1; at !== -1; at = this.#slots[slot] ?? -1) {
      if (this.#equals(at, row)) return { index: at, fresh: false };
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const index = this.#count++;
    this.#slots[slot] = index;
    if (index * this.width + this.width > this.#cells.length) {
      const cells = new Int32Array(this.#cells.length * 2);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    this.#cells.set(row, index * this.width);
    return { index, fresh: true };
  }

  row(index: number): readonly number[] {
    return Array.from(this.#cells.subarray(index * this.width, (index + 1) * this.width));
  }

  #equals(index: number, row: readonly number[]): boolean {
    for (let i = 0; i < this.width; i++) if (this.#cells[index * this.width + i] !== row[i]) return false;
    return true;
  }

  #home(row: ArrayLike<number>, from: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < from + this.width; i++) {
      hash = Math.imul(hash ^ (row[i] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.#slots.length - 1);
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#home(this.#cells, index * this.width);
      while (this.#slots[slot] !== -1) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = index;
    }
  }
}
