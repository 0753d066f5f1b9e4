/** The hidden markers in issues and comments. Their signature needs a secret that an audit does not have: authorship stands for it. */

export interface Marker {
  readonly goal: number;
  readonly kind: string;
  readonly name: string;
}

const pattern = /<!-- stigmergy (\d+) ([a-z]+) (\S+) [0-9a-f]{32} -->/g;

/** The last marker in a text, where the app writes its own. */
export function markerIn(text: string): Marker | undefined {
  if (!text.includes("<!-- stigmergy ")) return undefined;
  const match = [...text.matchAll(pattern)].at(-1);
  if (!match) return undefined;
  return { goal: Number(match[1]), kind: match[2] ?? "", name: match[3] ?? "" };
}
