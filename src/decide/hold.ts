/** A submission that touches protected paths waits until a person who may write approves exactly its tree. */

import { protectedAmong } from "../domain/protected.ts";
import type { World } from "../domain/world.ts";

/** So much of a tree's name has to be given. */
const fewestDigits = 12;

export interface Hold {
  readonly tree: string;
  readonly paths: readonly string[];
}

/** What holds a task's submission; undefined when nothing does. */
export function holdOf(world: World, task: number): Hold | undefined {
  const submission = world.submissions.get(task);
  if (!submission) return undefined;
  const { charter } = world.log;
  const paths = protectedAmong(submission, charter?.protected, charter?.checks);
  if (paths.length === 0 || isReleased(world, task, submission.tree)) return undefined;
  return { tree: submission.tree, paths };
}

const isReleased = ({ log }: World, task: number, tree: string): boolean =>
  log.commands.some((said) => {
    if (said.kind !== "command" || said.word !== "approve" || said.issue !== task) return false;
    const named = said.argument.replaceAll("`", "").toLowerCase();
    return named.length >= fewestDigits && tree.startsWith(named);
  });
