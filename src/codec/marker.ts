/** Hidden markers in issues and comments that our app wrote, signed so that no model or stranger can write one. */

import { createHmac, timingSafeEqual } from "node:crypto";

/** The purposes of our comments, each said once per name. */
export type RemarkKind =
  | "status"
  | "unclear"
  | "waiting"
  | "question"
  | "held"
  | "help"
  | "verdict"
  | "rewritten"
  | "lost"
  | "altered"
  | "price"
  | "end";

/** What a marker says: which intent an issue is, or what a comment is for. */
export interface Marker {
  readonly goal: number;
  readonly kind: "intent" | RemarkKind;
  readonly name: string;
}

/** What signs markers in one repository: those of another are worth nothing there. `id` lasts when it is renamed or transferred. */
export const repositorySecret = (secret: string, id: number): string =>
  createHmac("sha256", secret).update(`markers of repository ${id}`).digest("hex");

const pattern = /<!-- stigmergy (\d+) ([a-z]+) (\S+) ([0-9a-f]{32}) -->/;

/** Markers come back with every list of what changed. */
const signed = new Map<string, string>();
const mostSigned = 1000;

function sign({ goal, kind, name }: Marker, secret: string): string {
  const text = `${goal} ${kind} ${name}`;
  const key = `${secret} ${text}`;
  const known = signed.get(key);
  if (known !== undefined) return known;
  const signature = createHmac("sha256", secret).update(text).digest("hex").slice(0, 32);
  if (signed.size >= mostSigned) signed.clear();
  signed.set(key, signature);
  return signature;
}

export const formatMarker = (marker: Marker, secret: string): string =>
  `<!-- stigmergy ${marker.goal} ${marker.kind} ${marker.name} ${sign(marker, secret)} -->`;

/** The first marker in a text that carries our signature; undefined if there is none. */
export function parseMarker(text: string, secret: string): Marker | undefined {
  for (const match of text.matchAll(new RegExp(pattern, "g"))) {
    const marker = { goal: Number(match[1]), kind: match[2] as Marker["kind"], name: match[3] ?? "" };
    if (timingSafeEqual(Buffer.from(sign(marker, secret)), Buffer.from(match[4] ?? ""))) return marker;
  }
  return undefined;
}

/** Text from a model or a person as we may put it beside a marker: it cannot open an HTML comment. */
export const withoutComments = (text: string): string => text.replaceAll("<!--", "&lt;!--");
