/** Markdown from models made harmless: it calls nobody, closes nothing, commands no bot and shows nothing foreign. */

import { longestText } from "../codec/longest-text.ts";
import { parseMarker } from "../codec/marker.ts";
import { visible } from "../codec/visible.ts";
import { harmlessCode, isEnd, opening } from "./code-blocks.ts";
import { gap, harmlessLine, type Place } from "./inline.ts";

/** Room for our own marker and for what the last lines grow by. */
const spare = 2_000;

/**
 * The same text as a reader sees it, with nothing live in it but links into our own repository. Takes linear time, and
 * changes nothing the second time. What is longer than `most` characters is cut, and says so.
 */
export function harmless(text: string, place: Place, most = longestText - spare): string {
  let shown = text;
  // What is cut may end within code, and what was code may grow outside of it.
  for (let tries = 0; tries < 6; tries++) {
    const clean = cleaned(shown.slice(0, most), place);
    if (clean.length <= most && shown.length <= most) return clean;
    const kept = clean
      .slice(0, most - 200)
      .replace(/&[#\w]{0,6}$/, "")
      .toWellFormed();
    const made = cleaned(kept.trimEnd(), place);
    if (made.length <= most - 100) return `${made}\n\n${cutNote}`;
    shown = kept.slice(0, most / 2);
  }
  return cutNote;
}

const cutNote = "*(The rest is left out: it was too long.)*";

/** Like `harmless`, for a body that may end with a marker of our own signature, which stays. */
export function harmlessBody(body: string, place: Place, secret: string): string {
  const end = /\n*(<!-- stigmergy [^\n>]{1,400} -->)\s*$/.exec(body.slice(-500));
  const marker = end?.[1];
  if (end === null || marker === undefined || !parseMarker(marker, secret)) return harmless(body, place);
  const text = body.slice(0, Math.max(0, body.length - 500) + end.index);
  return `${harmless(text, place)}\n\n${marker}`;
}

function cleaned(text: string, place: Place): string {
  const lines = withoutGaps(visible(text)).split("\n");
  const out: string[] = [];
  let before = "";
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const opened = fence === undefined ? opening(lines, index) : undefined;
    const ends = fence !== undefined && isEnd(line, fence);
    if (ends || line === "") out.push(line);
    else if (fence !== undefined) out.push(harmlessCode(line));
    else out.push(opened?.line ?? harmlessLine(line, before, place));
    if (opened) fence = opened.fence;
    if (ends) fence = undefined;
    before = `${before.slice(-60)}${out.at(-1)?.slice(-60)}\n`;
  }
  return [...out, ...(fence === undefined ? [] : [fence])].join("\n");
}

/** Ours are put in anew; taking one out may bring two halves of another together. */
function withoutGaps(text: string): string {
  if (!text.includes(gap)) return text;
  const kept: string[] = [];
  for (const character of text) {
    kept.push(character);
    if (character === ";" && kept.slice(-gap.length).join("") === gap) kept.length -= gap.length;
  }
  return kept.join("");
}
