/** What follows when refs moved: the journal line and the push, create and delete webhooks. */

import { type Commit, readCommit, readCommits } from "../commits.ts";
import { zeroSha } from "../git.ts";
import { type Hub, now, pageUrl } from "../hub.ts";
import type { Push, RefUpdate } from "../journal.ts";
import { isAncestor } from "../refs.ts";
import type { Repository, User } from "../rows.ts";
import { emit } from "./emit.ts";

const mostListedCommits = 2048;

export type Transaction = Pick<Push, "via" | "atomic" | "asked" | "updates">;

/** Records a finished ref transaction, refused parts included, and tells the apps about what moved. */
export function recordTransaction(
  hub: Hub,
  user: User,
  repository: Repository,
  transaction: Transaction,
): void {
  const at = now(hub);
  const name = `${repository.owner}/${repository.name}`;
  hub.journal.recordPush({ at, repository: name, actor: user.login, ...transaction });
  if (transaction.updates.length === 0) return;
  const fresh = hub.store.repositories.need(repository.id);
  hub.store.repositories.patch(fresh, { pushedAt: at });
  for (const update of transaction.updates) emitUpdate(hub, user, fresh, update);
}

function emitUpdate(hub: Hub, user: User, repository: Repository, update: RefUpdate): void {
  const [, kind, ref] = /^refs\/(heads|tags)\/(.+)$/.exec(update.ref) ?? [];
  if (!kind) return;
  const shared = { ref, ref_type: kind === "tags" ? "tag" : "branch", pusher_type: "user" };
  if (update.old === zeroSha) {
    const fields = { ...shared, master_branch: repository.defaultBranch, description: null };
    emit(hub, { event: "create", repository, sender: user, fields });
  }
  if (update.new === zeroSha) emit(hub, { event: "delete", repository, sender: user, fields: shared });
  let described: Promise<object> | undefined;
  const fields = () => {
    described ??= describePush(hub, user, repository, update);
    return described;
  };
  emit(hub, { event: "push", repository, sender: user, fields });
}

async function describePush(
  hub: Hub,
  user: User,
  repository: Repository,
  { ref, old, new: after }: RefUpdate,
) {
  const directory = hub.git.directory(repository);
  const [created, deleted] = [old === zeroSha, after === zeroSha];
  const page = pageUrl(hub, repository);
  const base = created ? `refs/heads/${repository.defaultBranch}` : old;
  const range = ref.endsWith(`/${repository.defaultBranch}`) && created ? [after] : [after, `^${base}`];
  const commits = deleted ? [] : await readCommits(hub.git, directory, range, mostListedCommits);
  const head = deleted ? undefined : (commits[0] ?? (await readCommit(hub.git, directory, after)));
  return {
    ref,
    before: old,
    after,
    base_ref: null,
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(hub.git, directory, old, after)),
    compare: `${page}/compare/${old.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.reverse().map((commit) => showPushed(page, commit)),
    head_commit: head ? showPushed(page, head) : null,
    pusher: { name: user.login, email: `${user.id}@users.forge.invalid` },
  };
}

function showPushed(page: string, commit: Commit) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    added: [],
    removed: [],
    modified: [],
  };
}
