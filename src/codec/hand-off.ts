/** A hand-off as Markdown, as it stands in the submission's message and in the closed issue, and back. */

import type { DirectiveReport, HandOff } from "../domain/proposal.ts";
import { closed } from "./fence.ts";
import { longestText } from "./longest-text.ts";

const lists = ["concerns", "deviations", "suggestions"] as const;
const titles = { concerns: "Concerns", deviations: "Deviations", suggestions: "Suggestions" } as const;

export function formatHandOff(handOff: HandOff): string {
  const parts = [paragraph(handOff.done)];
  for (const key of lists) {
    if (handOff[key].length > 0)
      parts.push(`${titles[key]}:\n${handOff[key].map((item) => `- ${oneLine(item)}`).join("\n")}`);
  }
  if (handOff.directives.length > 0)
    parts.push(`Directives:\n${handOff.directives.map(formatReport).join("\n")}`);
  return parts.join("\n\n");
}

export function parseHandOff(text: string): HandOff {
  const sections = new Map<string, string[]>();
  const done: string[] = [];
  for (const block of text.slice(0, longestText).trim().split("\n\n")) {
    const [title = "", ...items] = block.split("\n");
    if (/^(Concerns|Deviations|Suggestions|Directives):$/.test(title))
      sections.set(title.slice(0, -1), items);
    else done.push(block);
  }
  const list = (key: (typeof lists)[number]) =>
    (sections.get(titles[key]) ?? []).map((item) => item.slice(2));
  return {
    done: done.join("\n\n"),
    concerns: list("concerns"),
    deviations: list("deviations"),
    suggestions: list("suggestions"),
    directives: (sections.get("Directives") ?? []).flatMap(parseReport),
  };
}

const formatReport = (report: DirectiveReport): string =>
  `- ${report.id}: ${report.honoured}${report.path ? ` in \`${oneLine(report.path).replaceAll("`", "'")}\`` : ""} (${oneLine(report.note)})`;

function parseReport(line: string): DirectiveReport[] {
  const match = /^- (D\d+): (yes|no)(?: in `([^`]+)`)? \((.*)\)$/.exec(line);
  if (!match) return [];
  return [{ id: match[1] ?? "", honoured: match[2] as "yes" | "no", path: match[3], note: match[4] ?? "" }];
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A paragraph of free text that cannot read as one of the sections, and swallows none. */
const paragraph = (text: string): string =>
  closed(text.trim().replace(/^(Concerns|Deviations|Suggestions|Directives):$/gm, "$1 :"));
