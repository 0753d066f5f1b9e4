/** What was said and done on an issue or pull request, in the order it happened. */

import type { Comment, Issue, TimelineEvent } from "../rows.ts";
import { type Html, html } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { person, when } from "./phrases.ts";
import type { Visit } from "./visit.ts";

interface Moment {
  readonly at: string;
  readonly id: number;
  readonly actorId: number;
  readonly comment?: Comment;
  readonly words?: Html;
}

/** The opening text, then comments and events. */
export function showConversation(visit: Visit, issue: Issue): Html {
  const { store } = visit.hub;
  const comments = store.comments
    .group(issue.id)
    .map(
      (comment): Moment => ({ at: comment.createdAt, id: comment.id, actorId: comment.authorId, comment }),
    );
  const events = store.events.group(issue.id).map(
    (event): Moment => ({
      at: event.createdAt,
      id: event.id,
      actorId: event.actorId,
      words: describe(visit, event),
    }),
  );
  const moments = [...comments, ...events].sort(
    (one, other) => one.at.localeCompare(other.at) || one.id - other.id,
  );
  return html`<div class="conversation">${showOpening(visit, issue)}${gather(moments).map((group) => showGroup(visit, group))}</div>`;
}

/** What one actor did without a word between becomes one line. */
function gather(moments: readonly Moment[]): Moment[][] {
  const groups: Moment[][] = [];
  for (const moment of moments) {
    const last = groups.at(-1);
    const first = last?.[0];
    if (last && first && !first.comment && !moment.comment && first.actorId === moment.actorId)
      last.push(moment);
    else groups.push([moment]);
  }
  return groups;
}

function showGroup(visit: Visit, group: readonly Moment[]): Html {
  const [first] = group;
  if (!first) return html``;
  if (first.comment) return showComment(visit, first.comment);
  const words = group.map((moment, index) => html`${index > 0 && ", "}${moment.words}`);
  return html`<p class="event">${person(visit.hub, first.actorId)} ${words} ${when(visit.hub, first.at)}</p>`;
}

function showOpening(visit: Visit, issue: Issue): Html {
  const edited = issue.editorId !== null && html`<span class="tag">edited</span>`;
  return html`<article class="said"><header>${person(visit.hub, issue.authorId)} opened this ${when(visit.hub, issue.createdAt)} ${edited}</header>
${showBody(visit, issue.body)}${showReactions(visit, `issue:${issue.id}`)}</article>`;
}

function showComment(visit: Visit, comment: Comment): Html {
  const { hub } = visit;
  const edited = comment.editorId !== null && html`<span class="tag">edited</span>`;
  const pinned =
    comment.pinnedById !== null &&
    html`<span class="tag strong">pinned by ${person(hub, comment.pinnedById)}</span>`;
  return html`<article class="said ${comment.pinnedById !== null && "pinned"}" id="issuecomment-${comment.id}">
<header>${person(hub, comment.authorId)} <a href="#issuecomment-${comment.id}">${when(hub, comment.createdAt)}</a> ${edited} ${pinned}</header>
${showBody(visit, comment.body)}${showReactions(visit, `comment:${comment.id}`)}</article>`;
}

const showBody = (visit: Visit, body: string | null): Html =>
  html`<div class="markdown">${body ? renderMarkdown(visit.path, body) : html`<p class="empty">No description.</p>`}</div>`;

const faces = {
  ...{ "+1": "👍", "-1": "👎", laugh: "😄", confused: "😕" },
  ...{ heart: "❤️", hooray: "🎉", rocket: "🚀", eyes: "👀" },
} as const;

function showReactions({ hub }: Visit, subject: string): Html {
  const reactions = hub.store.reactions.group(subject);
  if (reactions.length === 0) return html``;
  const kinds = [...new Set(reactions.map((reaction) => reaction.content))];
  return html`<footer>${kinds.map((kind) => {
    const users = reactions
      .filter((reaction) => reaction.content === kind)
      .map((reaction) => reaction.userId);
    const logins = users.map((id) => hub.store.users.need(id).login).join(", ");
    return html`<span class="reaction" title="${kind} by ${logins}">${faces[kind]} ${users.length}</span>`;
  })}</footer>`;
}

function describe({ path }: Visit, { event, detail }: TimelineEvent): Html {
  const link = (key: string) => {
    const number = textAt(detail[key], "number");
    return html`<a href="${path}/issues/${number}">#${number}</a>`;
  };
  const reason = typeof detail.state_reason === "string" ? detail.state_reason.replaceAll("_", " ") : "";
  const sentences: Readonly<Record<string, () => Html>> = {
    labeled: () => html`added the label <em>${textAt(detail.label, "name")}</em>`,
    unlabeled: () => html`removed the label <em>${textAt(detail.label, "name")}</em>`,
    milestoned: () => html`put this in <em>${textAt(detail.milestone, "title")}</em>`,
    demilestoned: () => html`took this out of <em>${textAt(detail.milestone, "title")}</em>`,
    renamed: () => html`changed the title from <em>${textAt(detail.rename, "from")}</em>`,
    closed: () => html`closed this${reason && ` as ${reason}`}`,
    sub_issue_added: () => html`added the sub-issue ${link("sub_issue")}`,
    sub_issue_removed: () => html`removed the sub-issue ${link("sub_issue")}`,
    parent_issue_added: () => html`put this beneath ${link("parent_issue")}`,
    parent_issue_removed: () => html`took this out of ${link("parent_issue")}`,
  };
  return sentences[event]?.() ?? html`${event.replaceAll("_", " ")}`;
}

function textAt(value: unknown, key: string): string {
  if (typeof value !== "object" || value === null) return "";
  return String((value as Readonly<Record<string, unknown>>)[key] ?? "");
}
