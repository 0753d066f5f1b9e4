/** The signs of states and labels, drawn in the page itself. */

import type { Issue, Label } from "../rows.ts";
import { Html, html } from "./html.ts";

export type IssueState = "open" | "closed" | "not planned";

export function stateOf(issue: Issue): IssueState {
  if (issue.state === "open") return "open";
  return issue.stateReason === "not_planned" || issue.stateReason === "duplicate" ? "not planned" : "closed";
}

const shapes: Readonly<Record<IssueState | "pull", Html>> = {
  open: new Html('<circle cx="8" cy="8" r="6.25"/><circle class="fill" cx="8" cy="8" r="1.6"/>'),
  closed: new Html('<circle cx="8" cy="8" r="6.25"/><path d="m5.2 8.3 1.9 1.9 3.8-4.1"/>'),
  "not planned": new Html('<circle cx="8" cy="8" r="6.25"/><path d="m5.4 10.6 5.2-5.2"/>'),
  pull: new Html(
    '<circle cx="4" cy="3.6" r="1.7"/><circle cx="4" cy="12.4" r="1.7"/><circle cx="12" cy="12.4" r="1.7"/>' +
      '<path d="M4 5.3v5.4M12 10.7V6.2a2 2 0 0 0-2-2H7.5M9 2.4 7.2 4.2 9 6"/>',
  ),
};

export function stateIcon(issue: Issue): Html {
  const state = stateOf(issue);
  const kind = issue.pull ? "pull request" : "issue";
  return html`<svg class="icon ${state}" viewBox="0 0 16 16" role="img" aria-label="${state} ${kind}">${shapes[issue.pull ? "pull" : state]}</svg>`;
}

export const stateBadge = (issue: Issue): Html =>
  html`<span class="badge ${stateOf(issue)}">${stateIcon(issue)} ${stateOf(issue)}</span>`;

/** The colour is a dot, so that the label's words are readable on light and dark. */
export const labelChip = (path: string, label: Label): Html =>
  html`<a class="label" href="${path}/issues?state=all&label=${encodeURIComponent(label.name)}" title="${label.description ?? ""}"><svg viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="4" fill="#${label.color}"/></svg>${label.name}</a>`;
