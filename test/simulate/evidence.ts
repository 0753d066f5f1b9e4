/** The simulated forge as an audit reads it. */

import type { Commit, Evidence } from "../../src/audit/evidence.ts";
import { usualLease } from "../../src/domain/lease.ts";
import type { Branches } from "./branches.ts";
import { people, type Tracker, type User } from "./tracker.ts";
import { beginning } from "./virtual-time.ts";

const toAuthor = ({ id, login, type }: User) => ({ id, login, isBot: type === "Bot" });

export function evidenceOf(goal: number, at: number, branches: Branches, tracker: Tracker): Evidence {
  const commits = new Map<string, Commit>();
  for (const tip of branches.tips.values())
    for (const id of branches.objects.ancestors(tip)) commits.set(id, branches.objects.read(id));
  const issues = [...tracker.issues.values()].flatMap((states) => states.at(-1) ?? []);
  const comments = [...tracker.comments.values()].flatMap((states) => states.at(-1) ?? []);
  return {
    goal,
    now: beginning + at,
    lease: usualLease,
    defaultBranch: "main",
    refs: branches.tips,
    commits,
    issues: new Map(
      issues.map(({ number, title, body, state, labels, author, milestone, parent, updatedAt }) => [
        number,
        {
          ...{ number, title, body, labels, milestone, parent },
          open: state === "open",
          author: toAuthor(author),
          closedAt: state === "open" ? undefined : beginning + updatedAt,
        },
      ]),
    ),
    comments: comments.map(({ id, issue, author, body, createdAt, updatedAt }) => ({
      ...{ id, issue, body },
      author: toAuthor(author),
      edited: updatedAt > createdAt,
    })),
    milestones: tracker.milestones.map(({ number, title, state }) => ({
      number,
      title,
      open: state === "open",
    })),
    pulls: tracker.pulls.map(({ number, head }) => ({
      number,
      branch: head,
      head: branches.tips.get(head) ?? "",
      open: true,
    })),
    rewrites: rewritesOf(branches, goal),
  };
}

/** As an audit does, only those branches are asked about that are never set back. */
function rewritesOf(branches: Branches, goal: number): Evidence["rewrites"] {
  const kept = ["integration", "green", "log"].map((name) => `swarm/${goal}/${name}`);
  return branches.transactions.flatMap(({ by, moves }) =>
    moves
      .filter(
        ({ branch, from, to }) =>
          kept.includes(branch) &&
          from !== undefined &&
          (to === undefined || !branches.objects.ancestors(to).has(from)),
      )
      .map(({ branch }) => ({ branch, login: by, isBot: by !== people.ada.login })),
  );
}
