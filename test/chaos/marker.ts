/** The hidden markers in issues and comments, as an onlooker without the secret reads them. */

export interface Marker {
  readonly goal: number;
  readonly kind: string;
  readonly name: string;
}

/** The last one of a text, where the swarm puts its own. */
export function markerIn(text: string): Marker | undefined {
  const last = [...text.matchAll(/<!-- stigmergy (\d+) ([a-z]+) (\S+) [0-9a-f]+ -->/g)].at(-1);
  return last && { goal: Number(last[1]), kind: last[2] ?? "", name: last[3] ?? "" };
}
