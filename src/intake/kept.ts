/** A small cache for answers that follow from their key alone, and so never change. */

const most = 200;

/** The answers to the last so many questions; an answer of undefined and one that failed are asked for again. */
export class Kept<Value> {
  readonly #values = new Map<string, Value>();

  async get(key: string, ask: () => Value | Promise<Value>): Promise<Value> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = await ask();
    if (value !== undefined) this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= most) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}
