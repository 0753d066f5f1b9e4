/** What the simulated forge answers on each route. */

import { people, type SimulatedComment, type SimulatedIssue, type Tracker } from "./tracker.ts";
import { beginning } from "./virtual-time.ts";

interface Asked {
  readonly tracker: Tracker;
  readonly now: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The GraphQL document, if it is one. */
  readonly query: string;
  /** Lists are shown as they were so many milliseconds ago. */
  readonly staleness: number;
}

type Answers = (asked: Asked) => unknown;

const day = (at: number): string => new Date(beginning + at).toISOString().replace(/\.\d+/, "");

/** A state never changes: it is put into words once. */
function once<Item extends object, Wire>(make: (item: Item) => Wire): (item: Item) => Wire {
  const known = new WeakMap<Item, Wire>();
  return (item) => {
    const wire = known.get(item) ?? make(item);
    known.set(item, wire);
    return wire;
  };
}

const toWire = once((issue: SimulatedIssue) => ({
  number: issue.number,
  node_id: `I_${issue.number}`,
  title: issue.title,
  body: issue.body,
  state: issue.state,
  labels: issue.labels.map((name) => ({ name })),
  user: issue.author,
  ...(issue.dislikes ? { reactions: { "-1": issue.dislikes.length } } : {}),
  created_at: day(issue.createdAt),
  updated_at: day(issue.updatedAt),
}));

const toWireComment = once((comment: SimulatedComment) => ({
  id: comment.id,
  node_id: `C_${comment.id}`,
  issue_url: `https://forge.example/issues/${comment.issue}`,
  html_url: `https://forge.example/${comment.isOnPull ? `pull/${comment.issue}#` : "comments/"}${comment.id}`,
  user: comment.author,
  body: comment.body,
  updated_at: day(comment.updatedAt),
}));

/** A page of a list as it was, changed since a time, oldest change first. */
function listed<Item extends { readonly updatedAt: number }>(
  { fields, now, staleness }: Asked,
  histories: Iterable<readonly Item[]>,
): readonly Item[] {
  const then = now - staleness;
  const since = fields.since === undefined ? 0 : Date.parse(String(fields.since)) - beginning;
  const size = Number(fields.per_page ?? 30);
  const page = Number(fields.page ?? 1);
  const found: Item[] = [];
  for (const history of histories) {
    const item = history.findLast((one) => one.updatedAt <= then);
    if (item && Math.floor(item.updatedAt / 1000) * 1000 >= since) found.push(item);
  }
  return found.sort((a, b) => a.updatedAt - b.updatedAt).slice((page - 1) * size, page * size);
}

const number = ({ fields }: Asked) => Number(fields.issue_number);
const text = (value: unknown): string => String(value ?? "");

export const restAnswers: Readonly<Record<string, Answers>> = {
  "GET /repos/{owner}/{repo}": () => ({ default_branch: "main" }),
  "GET /repos/{owner}/{repo}/issues": (asked) =>
    listed(asked, asked.tracker.issues.values())
      .filter((issue) => asked.fields.state === "all" || issue.state === asked.fields.state)
      .filter((issue) => !asked.fields.labels || issue.labels.includes(text(asked.fields.labels)))
      .map(toWire),
  "GET /repos/{owner}/{repo}/issues/{issue_number}": (asked) => toWire(asked.tracker.issue(number(asked))),
  "GET /repos/{owner}/{repo}/issues/comments": (asked) =>
    listed(asked, asked.tracker.comments.values()).map(toWireComment),
  "GET /repos/{owner}/{repo}/issues/{issue_number}/reactions": (asked) =>
    (asked.tracker.issue(number(asked)).dislikes ?? []).map((user) => ({ content: "-1", user })),
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": ({ tracker, fields }) => {
    const user = tracker.everybody.find((one) => one.login === fields.username);
    return { user, permission: user?.permission ?? "none" };
  },
  "GET /repos/{owner}/{repo}/labels": ({ tracker }) => [...tracker.labels.keys()].map((name) => ({ name })),
  "POST /repos/{owner}/{repo}/labels": ({ tracker, fields }) =>
    tracker.addLabelName(people.app, text(fields.name)),
  "GET /repos/{owner}/{repo}/milestones": ({ tracker }) => [...tracker.milestones].reverse(),
  "POST /repos/{owner}/{repo}/milestones": ({ tracker, fields }) =>
    tracker.createMilestone(people.app, text(fields.title)),
  "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}": ({ tracker, fields }) =>
    tracker.closeMilestone(people.app, Number(fields.milestone_number), text(fields.description)),
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": (asked) =>
    toWireComment(asked.tracker.addComment(people.app, number(asked), text(asked.fields.body))),
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": ({ tracker, fields }) =>
    tracker.changeComment(people.app, Number(fields.comment_id), text(fields.body)),
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": ({ tracker, fields }) =>
    tracker.deleteComment(people.app, Number(fields.comment_id)),
  "PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin": ({ tracker, fields }) =>
    tracker.pin(people.app, Number(fields.comment_id)),
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": ({ tracker, fields }) =>
    void tracker.comment(Number(fields.comment_id)),
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": (asked) => {
    const { body, state, labels } = asked.fields;
    asked.tracker.issue(number(asked));
    asked.tracker.ensureLabelNames(people.app, (labels as readonly string[] | undefined) ?? []);
    asked.tracker.changeIssue(people.app, number(asked), {
      ...(body === undefined ? {} : { body: text(body) }),
      ...(state === undefined ? {} : { state: state as SimulatedIssue["state"] }),
      ...(labels === undefined ? {} : { labels: labels as readonly string[] }),
    });
  },
  "POST /repos/{owner}/{repo}/issues/{issue_number}/labels": (asked) => {
    const { labels } = asked.tracker.issue(number(asked));
    const added = asked.fields.labels as readonly string[];
    asked.tracker.ensureLabelNames(people.app, added);
    asked.tracker.changeIssue(people.app, number(asked), { labels: [...new Set([...labels, ...added])] });
  },
  "GET /repos/{owner}/{repo}/pulls": ({ tracker, fields }) =>
    tracker.pulls.filter((pull) => `acme:${pull.head}` === fields.head),
  "POST /repos/{owner}/{repo}/pulls": ({ tracker, fields }) =>
    tracker.createPull(people.app, text(fields.head), text(fields.body)),
};

interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labelIds: readonly string[];
  readonly milestoneId?: string;
  readonly parentIssueId?: string;
}

const writer = ({ id, login, type }: SimulatedIssue["author"]) => ({
  __typename: type,
  login,
  databaseId: id,
});

const idNumber = (id: string | undefined) => (id === undefined ? undefined : Number(id.split("_")[1]));

const known = (id: string | undefined) => ({ repository: { node: id === undefined ? null : { id } } });

/** GraphQL answers so with 200: what octokit throws then has no status. */
const unresolved = (id: string) => new Error(`Could not resolve to a node with the global id of '${id}'`);

/** The names of the labels of these ids. */
function labelNames({ labels }: Tracker, ids: readonly string[]): readonly string[] {
  const names = new Map([...labels].map(([name, own]) => [`L_${own}`, name]));
  return ids.map((id) => {
    const name = names.get(id);
    if (name === undefined) throw unresolved(id);
    return name;
  });
}

function milestoneOf({ milestones }: Tracker, id: string | undefined): number | undefined {
  const number = idNumber(id);
  if (id !== undefined && !milestones.some((one) => one.number === number)) throw unresolved(id);
  return number;
}

/** By a part of the query that no other query has. */
export const graphqlAnswers: Readonly<Record<string, Answers>> = {
  "mutation createIssue": ({ tracker, fields }) => {
    const input = fields.input as NewIssue;
    const made = tracker.createIssue(people.app, {
      title: input.title,
      body: input.body,
      labels: labelNames(tracker, input.labelIds),
      milestone: milestoneOf(tracker, input.milestoneId),
      parent: idNumber(input.parentIssueId),
    });
    return { createIssue: { issue: { number: made.number } } };
  },
  "node:label(": ({ tracker, fields }) => {
    const id = tracker.labels.get(text(fields.name));
    return known(id === undefined ? undefined : `L_${id}`);
  },
  "node:milestone(": ({ tracker, fields }) => {
    const isThere = tracker.milestones.some((one) => one.number === fields.number);
    return known(isThere ? `M_${text(fields.number)}` : undefined);
  },
  "query states(": ({ tracker, query }) => {
    const numbers = [...query.matchAll(/issue\(number:(\d+)\)/g)].map((match) => Number(match[1]));
    const states = numbers.map((one) => {
      const state = tracker.issues.get(one)?.at(-1)?.state;
      return [`i${one}`, state ? { state: state.toUpperCase() } : null];
    });
    return { repository: Object.fromEntries(states) };
  },
  "query writtenComments(": ({ tracker, fields }) => ({
    nodes: (fields.ids as readonly string[]).map((id) => {
      const comment = tracker.comments.get(Number(id.slice("C_".length)))?.at(-1);
      if (!comment) return null;
      const { body, author, createdAt, updatedAt } = comment;
      const isEdited = updatedAt > createdAt;
      return {
        id,
        body,
        createdAt: day(createdAt),
        lastEditedAt: isEdited ? day(updatedAt) : null,
        author: writer(author),
        editor: isEdited ? writer(author) : null,
      };
    }),
  }),
  "query writtenText(": ({ tracker, fields }) => {
    const issue = tracker.issue(Number(fields.number));
    const { title, body, editor, author } = issue;
    const none = { nodes: [] };
    const writers = { author: writer(author), editor: editor ? writer(editor) : null };
    return {
      repository: {
        issue: { title, body, lastEditedAt: null, ...writers, renamed: none, labeled: none },
      },
    };
  },
  "query self(": () => ({ viewer: { databaseId: people.app.id } }),
  "{repository(owner:$owner,name:$repo){id}}": () => ({ repository: { id: "R_1" } }),
};
