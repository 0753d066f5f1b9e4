/** A small cache for answers that follow from their key alone, and so never change. */

const most = 200;

/** The answers to the last so many questions; an answer of undefined and one that failed are asked for again. */
export class Kept<Value> {
  readonly #answers = new Map<string, Promise<Value>>();

  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    return this.#answers.get(key) ?? this.#keep(key, ask());
  }

  #keep(key: string, answer: Promise<Value>): Promise<Value> {
    const forget = () => this.#answers.delete(key);
    this.#answers.set(key, answer);
    answer.then((value) => value === undefined && forget(), forget);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= most) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
