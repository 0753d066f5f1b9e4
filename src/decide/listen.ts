/** Every trusted comment is registered once: as a command, or as a numbered directive for everything beneath it. */

import type { Entry, Said } from "../domain/entry.ts";
import { retriedBy } from "../domain/retry.ts";
import { isOurs } from "../domain/tree.ts";
import type { Comment, World } from "../domain/world.ts";
import { withPrice } from "./price.ts";
import type { Rule } from "./rule.ts";

export const registerComments: Rule = (world) => {
  const heard = world.comments.filter(
    (comment) =>
      comment.trusted && isOurs(world, comment.issue) && !world.log.registered.has(comment.comment),
  );
  let directives = world.log.directives.length;
  const said = heard.map((comment): Entry => {
    if (comment.command) return withPrice(toCommand(world, comment, comment.command), world.unpriced);
    directives += 1;
    return { kind: "directive", id: `D${directives}`, text: comment.body, ...saidBy(comment) };
  });
  const done = world.gestures.map((gesture): Entry => ({ kind: "gesture", word: "veto", ...gesture }));
  const entries = [...said, ...done];
  if (entries.length === 0) return [];
  const who = [...heard, ...world.gestures].map(({ login, issue }) => `@${login} on #${issue}`);
  return [{ kind: "append", entries, subject: `heard ${who.join(", ")}` }];
};

/** Somebody wants a goal that was stopped or failed to go on. */
export const isReopened = ({ log, goal, comments }: World): boolean =>
  log.closed?.state !== "done" &&
  goal.open &&
  comments.some(
    ({ trusted, issue, command, comment }) =>
      trusted && issue === goal.number && command?.word === "retry" && !log.registered.has(comment),
  );

const saidBy = ({ comment, issue, user, login, hash }: Comment): Said => ({
  comment,
  issue,
  user,
  login,
  hash,
});

function toCommand(world: World, comment: Comment, command: NonNullable<Comment["command"]>): Entry {
  const { approves, issue } = comment;
  return {
    kind: "command",
    ...command,
    ...(approves === undefined ? {} : { approves }),
    ...(command.word === "retry" ? { tasks: retriedBy(world, issue) } : {}),
    ...saidBy(comment),
  };
}
