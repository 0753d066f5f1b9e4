/** Time as GitHub writes it: whole seconds, UTC. */

export type Clock = () => number;

/** Milliseconds since the epoch as GitHub's timestamp. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
