/** How long each ref has not moved, as this process saw it: clocks decide who may try, never who wins. */

import type { Sha } from "../domain/ids.ts";

interface Seen {
  readonly sha: Sha;
  readonly since: number;
}

export class Stillness {
  /** Undefined before the first look. */
  #seen: ReadonlyMap<string, Seen> | undefined;

  /** Takes note of the refs at `now`, in monotonic milliseconds, and answers for how long each has been as it is. */
  observe(
    refs: readonly { readonly name: string; readonly sha: Sha }[],
    now: number,
  ): ReadonlyMap<string, number> {
    const seen = new Map<string, Seen>();
    for (const { name, sha } of refs) {
      const known = this.#seen?.get(name);
      seen.set(name, known?.sha === sha ? known : { sha, since: now });
    }
    this.#seen = seen;
    return new Map([...seen].map(([name, { since }]) => [name, now - since]));
  }

  /** Whether this ref was so when all were looked at last. */
  knows({ name, sha }: { readonly name: string; readonly sha: string | undefined }): boolean {
    return this.#seen !== undefined && this.#seen.get(name)?.sha === sha;
  }
}
