/** The bodies of issues that the swarm opens: what a planner wrote, its place among others, and the marker that names the intent. */

import { closed } from "./fence.ts";
import { formatMarker, withoutComments } from "./marker.ts";

export interface IssueText {
  readonly goal: number;
  readonly name: string;
  readonly body: string;
  readonly needs: readonly number[];
  /** The plan of an issue that is no sub-issue of it. */
  readonly partOf?: number | undefined;
}

/** GitHub keeps at most 65,536 characters, and was seen to answer 200 and keep the old body beyond. */
const most = 60_000;
/** A report is always told, whatever a person wrote above it: without it the issue would seem to be open business. */
const mostReport = 20_000;

export function formatIssueBody(text: IssueText, secret: string): string {
  const needs =
    text.needs.length > 0 ? `\n\n**Needs:** ${text.needs.map((need) => `#${need}`).join(", ")}` : "";
  const partOf = text.partOf === undefined ? "" : `\n\n**Part of:** #${text.partOf}`;
  const marker = formatMarker({ goal: text.goal, kind: "intent", name: text.name }, secret);
  return `${closed(withoutComments(text.body).slice(0, most))}${partOf}${needs}\n\n${marker}`;
}

const ending = /\n\n---\n\n\*\*(Landed|Ended|Reverted)[\s\S]*$/;

/** The same body with a report of the end beneath it; a second ending replaces the first. */
export function withEnding(body: string, report: string): string {
  const { text, marker } = parted(body);
  const plain = text.trimEnd().replace(ending, "");
  const told = withoutComments(report).slice(0, mostReport);
  return `${closed(plain.slice(0, most - told.length))}\n\n---\n\n${told}\n\n${marker}`;
}

/** The same body without the report of an end: what had ended begins again. */
export function withoutEnding(body: string): string {
  const { text, marker } = parted(body);
  return `${text.trimEnd().replace(ending, "")}\n\n${marker}`;
}

/** Which report of an end the body carries. */
export function endingOf(body: string): "Landed" | "Ended" | "Reverted" | undefined {
  const word = ending.exec(body)?.[1];
  return word === "Landed" || word === "Ended" || word === "Reverted" ? word : undefined;
}

/** What a person or an agent reads of a body: without our marker. */
export const withoutMarker = (body: string): string => parted(body).text;

/** A body's text, and the marker at its end if there is one. Linear, whatever people wrote. */
function parted(body: string): { readonly text: string; readonly marker: string } {
  const whole = body.trimEnd();
  const start = whole.lastIndexOf("<!-- stigmergy ");
  if (start < 0 || !whole.endsWith("-->") || whole.indexOf(">", start) < whole.length - 1)
    return { text: body, marker: "" };
  let end = start;
  while (whole[end - 1] === "\n") end--;
  return { text: whole.slice(0, end), marker: whole.slice(start) };
}
