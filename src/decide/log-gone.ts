/** A goal whose log somebody removed does not begin by itself from nothing: it asks, and waits for a person's word. */

import { logQuestion } from "../domain/log-gone.ts";
import type { World } from "../domain/world.ts";
import type { Rule } from "./rule.ts";
import { removeDoubles } from "./tidy.ts";

/** Seen for so long, it is neither a person's moment between two pushes nor another process that began just now. */
const patience = 60_000;

/** There is no steward without a log, so each process does this; what they say twice is removed. */
export const holdWithoutLog: Rule = (world) => {
  if (!world.logGone || world.logGone.for < patience || world.gone.has(world.goal.number)) return [];
  const { open, next } = logQuestion(world);
  if (!open) return [{ kind: "ask-for-log", question: next }];
  if (isToldToBegin(world, open.first.comment)) return [{ kind: "take-stewardship" }];
  return removeDoubles(world);
};

/** The question is answered by what came of it, so that a log that goes again is asked about again. */
export const showLogBack: Rule = (world) => {
  const { open } = logQuestion(world);
  return open && !world.gone.has(world.goal.number) ? [{ kind: "show-log-back", question: open.number }] : [];
};

/** What was said before the question does not answer it; of what was said after it, the last word counts. */
function isToldToBegin({ comments, goal }: World, question: number): boolean {
  const words = comments.flatMap(({ comment, issue, trusted, command }) =>
    trusted && issue === goal.number && comment > question ? (command?.word ?? []) : [],
  );
  const last = words.findLast((word) => ["resume", "approve", "pause", "stop"].includes(word));
  return last === "resume" || last === "approve";
}
