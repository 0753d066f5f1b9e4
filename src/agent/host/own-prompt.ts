/** Prompts that a repository brings itself, taken from the commit on which its goal was accepted. */

import type { Mirror } from "../../effect/mirror.ts";
import { type Prompt, type PromptRole, parsePrompt, promptInputs } from "../prompt.ts";

/** `.github/swarm/<role>.md` of a commit; undefined if there is none. Throws BadPrompt. */
export async function readOwnPrompt(
  mirror: Mirror,
  commit: string,
  role: PromptRole,
): Promise<Prompt | undefined> {
  const source = await mirror.readFile(commit, `.github/swarm/${role}.md`);
  return source === undefined ? undefined : parsePrompt(role, source);
}

/** Throws BadPrompt if one of them cannot be used: better before the goal begins than in its middle. */
export async function checkOwnPrompts(mirror: Mirror, commit: string): Promise<void> {
  const roles = Object.keys(promptInputs) as PromptRole[];
  await Promise.all(roles.map((role) => readOwnPrompt(mirror, commit, role)));
}
