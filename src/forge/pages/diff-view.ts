/** The difference of two commits as coloured lines, bounded so that no commit makes an endless page. */

import { type FileDiff, readDiff } from "../diff.ts";
import { type Html, html } from "./html.ts";
import { type PatchLine, parsePatch } from "./patch.ts";
import { count, empty } from "./phrases.ts";
import type { Visit } from "./visit.ts";

/** What a commit without a parent is compared with. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

const most = { changedLines: 20_000, linesOfFile: 2000, openLines: 600, signsOfLine: 1000 };

export async function showDiff(visit: Visit, from: string, to: string): Promise<Html> {
  const { hub, directory } = visit;
  const files = await readDiff(hub.git, directory, from, to);
  if (files.length === 0) return empty("No file differs.");
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const summary = html`<p class="about"><span>${count(files.length, "file")}</span>${amount(additions, deletions)}</p>`;
  if (additions + deletions > most.changedLines) {
    return html`${summary}<ul class="rows">${files.map((file) => html`<li>${fileName(file)}</li>`)}</ul>${empty("Too much to show line by line.")}`;
  }
  const args = ["diff", "--patch", "--no-color", "--no-ext-diff", "--no-textconv", "-M", from, to, "--"];
  const sections = parsePatch(await hub.git.read(directory, args));
  // A file that became a link, or the reverse, is two sections: it goes and it comes.
  const shown = files.map((file) =>
    showFile(file, sections.splice(0, file.status === "changed" ? 2 : 1).flat()),
  );
  return html`${summary}${shown}`;
}

const amount = (additions: number, deletions: number): Html =>
  html`<span class="amount"><span class="plus">+${additions}</span> <span class="minus">−${deletions}</span></span>`;

const fileName = (file: FileDiff): Html =>
  html`<span class="path">${file.previousPath !== undefined && `${file.previousPath} → `}${file.path}</span> ${file.status !== "modified" && html`<span class="tag">${file.status}</span>`} ${amount(file.additions, file.deletions)}`;

function showFile(file: FileDiff, lines: readonly PatchLine[]): Html {
  const left = lines.length - most.linesOfFile;
  const rows = lines.slice(0, most.linesOfFile).map(showLine);
  return html`<details class="file" ${lines.length <= most.openLines && html`open`}><summary>${fileName(file)}</summary>
<div class="scroll"><table class="diff">${rows}</table></div>${left > 0 && empty(`${count(left, "more line")} not shown.`)}</details>`;
}

const signs = { added: "+", removed: "−", same: " ", hunk: "", note: "" } as const;

function showLine({ kind, before, after, text }: PatchLine): Html {
  const shown = text.length > most.signsOfLine ? `${text.slice(0, most.signsOfLine)} …` : text;
  return html`<tr class="${kind}"><td data-line="${before}"></td><td data-line="${after}"></td><td><span class="sign">${signs[kind]}</span>${shown}</td></tr>`;
}
