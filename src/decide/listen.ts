/** Every trusted comment is registered once: as a command, or as a numbered directive for everything beneath it. */

import type { Entry } from "../domain/entry.ts";
import { isOurs } from "../domain/tree.ts";
import type { Comment } from "../domain/world.ts";
import type { Rule } from "./rule.ts";

export const registerComments: Rule = (world) => {
  const heard = world.comments.filter(
    (comment) =>
      comment.trusted && isOurs(world, comment.issue) && !world.log.registered.has(comment.comment),
  );
  let directives = world.log.directives.length;
  const entries = heard.map((comment): Entry => {
    const { comment: id, issue, user, login, hash } = comment;
    const said = { comment: id, issue, user, login, hash };
    const { command, approves } = comment;
    if (command) return { kind: "command", ...command, ...(approves ? { approves } : {}), ...said };
    directives += 1;
    return { kind: "directive", id: `D${directives}`, text: comment.body, ...said };
  });
  if (entries.length === 0) return [];
  return [{ kind: "append", entries, subject: `heard ${heard.map(nameOf).join(", ")}` }];
};

const nameOf = (comment: Comment): string => `@${comment.login} on #${comment.issue}`;
