/** Whose word counts: asked of GitHub when something is registered, of everybody whose text it is, by their numbers. */

import { hash } from "node:crypto";
import { parseCommand } from "../codec/command-line.ts";
import { labelName } from "../codec/labels.ts";
import { issueNumber } from "../domain/ids.ts";
import type { Comment } from "../domain/world.ts";
import type { Author, RawComment } from "../effect/github-wire.ts";
import type { People, WrittenComment } from "../effect/people.ts";
import { goalHash } from "./charter.ts";

/** How long a lack of permission is believed before it is looked up again. */
const distrust = 10 * 60_000;

export class Authority {
  readonly #people: People;
  readonly #denied = new Map<string, number>();
  readonly #trustedTexts = new Set<string>();

  constructor(people: People) {
    this.#people = people;
  }

  /** These comments as they are now, oldest first; each is trusted if whoever wrote its present text may write. */
  async judge(comments: readonly RawComment[], goal: number, now: number): Promise<readonly Comment[]> {
    const open = comments.filter((comment) => !this.#isDenied(keyOf(comment), now));
    if (open.length === 0) return [];
    const written = await this.#people.comments(open.map((comment) => comment.nodeId));
    const mayWrite = this.#onceEach();
    const judged = open.map(async (comment): Promise<Comment[]> => {
      const present = written.get(comment.nodeId);
      if (!present) return [];
      const trusted = await mayWrite(present.writer);
      if (!trusted) this.#denied.set(keyOf(comment), now);
      return trusted ? [await this.#toComment(comment, present, goal)] : [];
    });
    return (await Promise.all(judged)).flat().sort((a, b) => a.comment - b.comment);
  }

  /**
   * Whoever wrote the goal's present title and body, and made it a goal, may write. What was accepted before needs nobody
   * again. `version` names what was read.
   */
  async isTrustedText(
    goal: number,
    textHash: string,
    accepted: { readonly title: string; readonly text: string } | undefined,
    version: string,
    now: number,
  ): Promise<boolean> {
    const key = `text ${goal} ${textHash} ${version}`;
    if (this.#trustedTexts.has(textHash)) return true;
    if (this.#isDenied(key, now)) return false;
    const text = await this.#people.textOf(goal, labelName("goal"));
    if (!text || goalHash(text.title, text.body) !== textHash) return false;
    const writers = [
      ...(accepted?.title === text.title ? [] : [text.titleBy]),
      ...(accepted?.text === text.body.trim() ? [] : [text.bodyBy]),
      ...(accepted || !text.labelledBy ? [] : [text.labelledBy]),
    ];
    const trusted = !(await Promise.all(writers.map(this.#onceEach()))).includes(false);
    if (trusted) this.#trustedTexts.add(textHash);
    else this.#denied.set(key, now);
    return trusted;
  }

  /** Whether this person may write now. */
  mayWrite(author: Author): Promise<boolean> {
    return this.#people.mayWrite(author);
  }

  #isDenied(key: string, now: number): boolean {
    return now - (this.#denied.get(key) ?? Number.NEGATIVE_INFINITY) < distrust;
  }

  /** Each author is asked about once, however much they wrote. */
  #onceEach(): (author: Author) => Promise<boolean> {
    const asked = new Map<string, Promise<boolean>>();
    return (author) => {
      const key = `${author.id} ${author.login} ${author.isBot}`;
      const answer = asked.get(key) ?? this.#people.mayWrite(author);
      asked.set(key, answer);
      return answer;
    };
  }

  async #toComment(raw: RawComment, { body, writer, at }: WrittenComment, goal: number): Promise<Comment> {
    const command = parseCommand(body);
    const approved =
      command?.word === "approve" && raw.issue === goal ? await this.#textBefore(goal, at) : undefined;
    return {
      comment: raw.id,
      issue: issueNumber(raw.issue),
      user: writer.id,
      login: writer.login,
      hash: hash("sha256", body),
      body,
      trusted: true,
      command,
      ...(approved === undefined ? {} : { approves: approved }),
    };
  }

  /** The hash of the goal's text if it is still the one that could be read then: what was written later was not approved. */
  async #textBefore(goal: number, time: number): Promise<string | undefined> {
    const text = await this.#people.textOf(goal, labelName("goal"));
    return text && text.changedAt < time ? goalHash(text.title, text.body) : undefined;
  }
}

const keyOf = (comment: RawComment): string => `comment ${comment.id} ${comment.updatedAt}`;
