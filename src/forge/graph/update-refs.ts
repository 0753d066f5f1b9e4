/** GraphQL updateRefs: several refs move together, each from the value its caller expects, or none does. */

import { recordTransaction } from "../act/refs.ts";
import { zeroSha } from "../git.ts";
import type { RefUpdate } from "../journal.ts";
import { isAncestor, isValidRef, moveRefs, readCommitSha, readRef } from "../refs.ts";
import type { Repository } from "../rows.ts";
import { type Context, enter, failure, idOf, unresolved } from "./context.ts";

interface AskedUpdate {
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string | null;
  readonly force?: boolean | null;
}

interface Arguments {
  readonly input: {
    readonly repositoryId: string;
    readonly refUpdates: readonly AskedUpdate[];
    readonly clientMutationId?: string | null;
  };
}

/** All or nothing; forty zeros mean "must not exist" before and "delete" after. */
export function updateRefs({ input }: Arguments, context: Context) {
  const { hub } = context;
  const repository = hub.store.repositories.get(idOf(input.repositoryId, "Repository"));
  if (!repository) throw unresolved(input.repositoryId);
  const { user } = enter(context, repository, "contents", "write");
  const directory = hub.git.directory(repository);
  return hub.git.inLane(directory, async () => {
    const updates: RefUpdate[] = [];
    for (const asked of input.refUpdates) updates.push(await checkUpdate(context, repository, asked));
    if (!(await moveRefs(hub.git, directory, updates))) throw refuse("Reference update failed");
    const moved = updates.filter((update) => update.old !== update.new);
    recordTransaction(hub, user, repository, {
      via: "api",
      atomic: true,
      asked: updates.length,
      updates: moved,
    });
    return { clientMutationId: input.clientMutationId ?? null };
  });
}

const refuse = (message: string) => failure("UNPROCESSABLE", message);

async function checkUpdate({ hub }: Context, repository: Repository, asked: AskedUpdate): Promise<RefUpdate> {
  const directory = hub.git.directory(repository);
  const { name: ref, afterOid } = asked;
  if (!ref.startsWith("refs/") || !(await isValidRef(hub.git, directory, ref))) {
    throw refuse(`${ref} is not a qualified reference name`);
  }
  const old = (await readRef(hub.git, directory, ref)) ?? zeroSha;
  if (asked.beforeOid && asked.beforeOid !== old) throw refuse(`Expected ${ref} to be at ${asked.beforeOid}`);
  if (afterOid === zeroSha) return { ref, old, new: zeroSha };
  if ((await readCommitSha(hub.git, directory, afterOid)) !== afterOid)
    throw refuse(`${afterOid} does not exist`);
  const isForward = old === zeroSha || (await isAncestor(hub.git, directory, old, afterOid));
  if (!isForward && !asked.force) throw refuse(`Update of ${ref} is not a fast forward`);
  return { ref, old, new: afterOid };
}
