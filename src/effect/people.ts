/** What is asked of GitHub about people, at the moment it matters: who wrote a text, who closed or disliked an issue, who may write. */

import type { Api, Repository } from "./github.ts";
import { type Author, toAuthor } from "./github-wire.ts";

/** An issue's title and body as they are now, with everybody whose word they are. */
export interface WrittenText {
  readonly title: string;
  readonly body: string;
  /** Who wrote them last. */
  readonly titleBy: Author;
  readonly bodyBy: Author;
  /** Who set the label last; undefined if nobody did after the issue was opened. */
  readonly labelledBy: Author | undefined;
  /** When title or body changed last, in milliseconds since 1970; 0 if nobody changed them. */
  readonly changedAt: number;
}

/** A comment as it is now: its last editor answers for all of it. */
export interface WrittenComment {
  readonly body: string;
  readonly writer: Author;
  /** When its present text was written, in milliseconds since 1970. */
  readonly at: number;
}

const mostNodes = 100;

export class People {
  readonly #api: Api;
  readonly #repository: Repository;
  #self: Promise<number> | undefined;

  constructor(api: Api, repository: Repository) {
    this.#api = api;
    this.#repository = repository;
  }

  /** The number of the account that our own writes appear under, which no rename changes; asked for once. */
  self(): Promise<number> {
    if (!this.#self) {
      const asked = this.#api.graphql<SelfAnswer>(selfQuery, { ...this.#repository });
      this.#self = asked.then(({ viewer }) => viewer.databaseId);
      this.#self.catch(() => {
        this.#self = undefined;
      });
    }
    return this.#self;
  }

  /**
   * True when the user of this login may write now, and still is the user of this id. `permission` is the base role that
   * maintain and custom roles come down to. Bots and who is gone may not.
   */
  async mayWrite(author: Author): Promise<boolean> {
    if (author.isBot) return false;
    const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
    const asked = { ...this.#repository, username: author.login };
    const answer = await this.#api.request(route, asked).catch((error: { status?: number }) => {
      if (error.status !== 404) throw error;
      return undefined;
    });
    return answer?.data.user?.id === author.id && ["admin", "write"].includes(answer.data.permission);
  }

  /** Undefined when the issue is gone. `label` is the one whose setter is wanted. */
  async textOf(number: number, label: string): Promise<WrittenText | undefined> {
    const { repository } = await this.#api.graphql<TextAnswer>(textQuery, { ...this.#repository, number });
    const { issue } = repository;
    if (!issue) return undefined;
    const named = issue.renamed.nodes.at(-1);
    const labelled = issue.labeled.nodes.findLast((event) => event.label?.name === label);
    const times = [issue.lastEditedAt, named?.createdAt].map((time) => (time ? Date.parse(time) : 0));
    return {
      title: issue.title,
      body: issue.body,
      titleBy: authorOf(named ? named.actor : issue.author),
      bodyBy: authorOf(issue.lastEditedAt || issue.editor ? issue.editor : issue.author),
      labelledBy: labelled && authorOf(labelled.actor),
      changedAt: Math.max(...times),
    };
  }

  /** By node id; what is gone is left out. */
  async comments(nodeIds: readonly string[]): Promise<ReadonlyMap<string, WrittenComment>> {
    const found = new Map<string, WrittenComment>();
    for (let from = 0; from < nodeIds.length; from += mostNodes) {
      const ids = nodeIds.slice(from, from + mostNodes);
      const { nodes } = await this.#api
        .graphql<CommentsAnswer>(commentsQuery, { ...this.#repository, ids })
        .catch((error: Error & { data?: Partial<CommentsAnswer> }) => {
          // A comment that is gone is an error beside the others.
          if (error.data?.nodes) return { nodes: error.data.nodes };
          throw error;
        });
      for (const node of nodes) {
        if (!node?.id) continue;
        const writer = authorOf(node.lastEditedAt || node.editor ? node.editor : node.author);
        found.set(node.id, { body: node.body, writer, at: Date.parse(node.lastEditedAt ?? node.createdAt) });
      }
    }
    return found;
  }

  /** Who closed an issue; undefined when it is open or gone. */
  async closerOf(number: number): Promise<Author | undefined> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
    const { data } = await this.#api.request(route, { ...this.#repository, issue_number: number });
    return data.state === "closed" && data.closed_by ? toAuthor(data.closed_by) : undefined;
  }

  /** Who gave an issue a 👎, the newest of very many. */
  async dislikersOf(number: number): Promise<readonly Author[]> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/reactions";
    const asked = { ...this.#repository, issue_number: number, content: "-1" as const, per_page: 100 };
    return (await this.#api.request(route, asked)).data
      .filter((reaction) => reaction.content === "-1")
      .map((reaction) => toAuthor(reaction.user));
  }
}

type Writer = { __typename: string; login: string; databaseId?: number } | null;
interface Event {
  readonly createdAt: string;
  readonly actor: Writer;
  readonly label?: { readonly name: string };
}
interface TextAnswer {
  readonly repository: {
    readonly issue: {
      readonly title: string;
      readonly body: string;
      readonly lastEditedAt: string | null;
      readonly editor: Writer;
      readonly author: Writer;
      readonly renamed: { readonly nodes: readonly Event[] };
      readonly labeled: { readonly nodes: readonly Event[] };
    } | null;
  };
}
interface SelfAnswer {
  readonly viewer: { readonly databaseId: number };
}
interface CommentsAnswer {
  readonly nodes: readonly ({
    readonly id?: string;
    readonly body: string;
    readonly createdAt: string;
    readonly lastEditedAt: string | null;
    readonly editor: Writer;
    readonly author: Writer;
  } | null)[];
}

/** Whoever is no person with a number is treated as a bot. */
const authorOf = (writer: Writer): Author => ({
  id: writer?.databaseId ?? 0,
  login: writer?.login ?? "ghost",
  isBot: writer?.__typename !== "User" || !writer.databaseId,
});

const who = "__typename login ... on User{databaseId}";
const selfQuery = `query self($owner:String!,$repo:String!){viewer{databaseId} repository(owner:$owner,name:$repo){id}}`;
const textQuery = `query writtenText($owner:String!,$repo:String!,$number:Int!){repository(owner:$owner,name:$repo){issue(number:$number){
  title body lastEditedAt editor{${who}} author{${who}}
  renamed:timelineItems(last:1,itemTypes:[RENAMED_TITLE_EVENT]){nodes{... on RenamedTitleEvent{createdAt actor{${who}}}}}
  labeled:timelineItems(last:50,itemTypes:[LABELED_EVENT]){nodes{... on LabeledEvent{createdAt actor{${who}} label{name}}}}}}}`;
const commentsQuery = `query writtenComments($owner:String!,$repo:String!,$ids:[ID!]!){repository(owner:$owner,name:$repo){id} nodes(ids:$ids){... on IssueComment{
  id body createdAt lastEditedAt editor{${who}} author{${who}}}}}`;
