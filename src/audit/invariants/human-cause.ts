/** I9: what counts as a person's word is a comment that this person wrote, or what a person did to an issue of the goal. */

import { createHash } from "node:crypto";
import type { Comment } from "../evidence.ts";
import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import type { Placed } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const humanCause: Invariant = {
  name: "I9",
  title: "every command has a human cause",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    const comments = new Map(evidence.comments.map((comment) => [comment.id, comment]));
    return [
      ...study.log.said.flatMap((said) => saidFindings(said, comments.get(said.comment))),
      ...twice(study),
      ...gestureFindings(study),
      ...acceptance(study),
    ];
  },
};

type Said = Placed<"directive"> | Placed<"command">;

const nameOf = (said: Said): string =>
  said.kind === "directive" ? `Directive ${said.id}` : `Command ${said.word}`;
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

function saidFindings(said: Said, comment: Comment | undefined): Finding[] {
  const at = `${nameOf(said)} (comment ${said.comment} on #${said.issue})`;
  if (said.kind === "directive" && hashOf(said.text) !== said.hash)
    return [broken(`${at}: its text in the log is not the one that was registered.`)];
  if (!comment) return [note(`${at}: the comment is gone.`)];
  if (comment.issue !== said.issue) return [broken(`${at}: that comment is on #${comment.issue}.`)];
  if (comment.author.isBot)
    return [broken(`${at} was written by ${comment.author.login}, which is no person.`)];
  if (comment.author.id !== said.user && comment.edited)
    return [note(`${at} was edited, by user ${said.user} as the log says.`)];
  if (comment.author.id !== said.user)
    return [broken(`${at} was written by user ${comment.author.id}, not by user ${said.user}.`)];
  if (hashOf(comment.body) === said.hash) return [];
  if (comment.edited) return [note(`${at} was edited after it was registered.`)];
  return [broken(`${at}: the comment says something else, and nobody edited it.`)];
}

/** Each comment counts once, and no two directives have one number. */
function twice({ log }: Study): Finding[] {
  const seen = new Set<string>();
  return log.said.flatMap((said) => {
    const keys = [`comment ${said.comment}`, ...(said.kind === "directive" ? [`directive ${said.id}`] : [])];
    const again = keys.filter((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return again.map((key) => broken(`The log registered ${key} twice.`));
  });
}

/** Who closed or disliked an issue is not always shown later: what is judged is what the log says of it. */
function gestureFindings({ evidence, log }: Study): Finding[] {
  const authors = [...evidence.issues.values(), ...evidence.comments].map(({ author }) => author);
  const seen = new Set<string>();
  return log.gestures.flatMap(({ how, when, issue, user }) => {
    const at = `The veto by which #${issue} was ${how}`;
    const key = `${how} ${when} ${issue} ${user}`;
    const isAgain = seen.has(key);
    seen.add(key);
    const bot = authors.find(({ id, isBot }) => id === user && isBot);
    return [
      ...(isAgain ? [broken(`${at} by user ${user} was registered twice.`)] : []),
      ...(bot ? [broken(`${at} came from ${bot.login}, which is no person.`)] : []),
      ...(log.tasks.has(issue) || log.plans.has(issue)
        ? []
        : [broken(`${at} is about no task or plan of the goal.`)]),
    ];
  });
}

/** A goal begins by its author's word or by an approval. */
function acceptance({ evidence, log }: Study): Finding[] {
  const first = log.accepted[0];
  const author = evidence.issues.get(evidence.goal)?.author;
  if (!first || !author || author.id === first.user) return [];
  const approved = log.said.some(
    (said) => said.kind === "command" && said.word === "approve" && said.user === first.user,
  );
  if (approved) return [];
  return [broken(`The goal was accepted for user ${first.user}, who neither wrote nor approved it.`)];
}
