/** Every move of a goal's branches, by the forge's own list, with what the new commit says. */

import { join } from "node:path";
import { bareOf, type Place } from "./evidence.ts";
import { git } from "./git.ts";
import { Journal } from "./journal.ts";

export interface Move {
  /** Milliseconds since 1970, of a whole second. */
  readonly at: number;
  /** What stands behind the goal's number. */
  readonly branch: string;
  readonly old: string;
  readonly sha: string;
  /** Empty when the branch was removed. */
  readonly message: string;
}

export interface History {
  readonly moves: readonly Move[];
  /** Commits that were on a branch once and cannot be reached from any of them now. */
  readonly lost: readonly string[];
}

const none = "0".repeat(40);

export async function readHistory(place: Place): Promise<History> {
  const { folder, owner, repository, goal } = place;
  const prefix = `refs/heads/swarm/${goal}/`;
  const updates = new Journal(folder)
    .next()
    .filter((push) => push.repository === `${owner}/${repository}`)
    .flatMap((push) => push.updates.map((update) => ({ ...update, at: Date.parse(push.at) })))
    .filter(({ ref }) => ref.startsWith(prefix));
  const shas = [...new Set(updates.map((update) => update.new))].filter((sha) => sha !== none);
  const bare = bareOf(place);
  const [messages, kept] = await Promise.all([messagesOf(bare, shas), reachable(bare, goal)]);
  const moves = updates.map(({ ref, at, old, new: sha }) => ({
    ...{ at, old, sha, branch: ref.slice(prefix.length) },
    message: messages.get(sha) ?? "",
  }));
  return { moves, lost: shas.filter((sha) => !kept.has(sha)) };
}

/** So many names fit on a command line. */
const atOnce = 500;

async function messagesOf(bare: string, shas: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < shas.length; from += atOnce) {
    const some = shas.slice(from, from + atOnce);
    const out = await git(bare, "log", "--no-walk=unsorted", "--format=%H%x00%B%x01", ...some);
    for (const text of out.split("\u0001")) {
      const [sha = "", message = ""] = text.trim().split("\0");
      found.set(sha, message);
    }
  }
  return found;
}

async function reachable(bare: string, goal: number): Promise<ReadonlySet<string>> {
  const all = await git(bare, "rev-list", `--glob=${join("refs/heads/swarm", String(goal))}`);
  return new Set(all.split("\n"));
}
