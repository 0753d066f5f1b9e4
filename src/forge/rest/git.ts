/** REST: refs and commits of the git database. */

import { recordTransaction } from "../act/refs.ts";
import { readCommit } from "../commits.ts";
import { zeroSha } from "../git.ts";
import type { RefUpdate } from "../journal.ts";
import { isAncestor, isValidRef, moveRefs, readCommitSha, readRef, readRefs } from "../refs.ts";
import { notFound, unprocessable } from "../refusal.ts";
import { showGitCommit, showRef } from "../show/commit.ts";
import { type Answer, type RepositoryAsk, repositoryRoute } from "./route.ts";

export const gitRoutes = [
  repositoryRoute("GET", "/git/ref/{ref+}", ["git/get-ref", "contents", "read"], async (ask) => {
    const ref = `refs/${ask.params.ref}`;
    return answerRef(ask, 200, ref, await readRef(ask.hub.git, directoryOf(ask), ref));
  }),
  repositoryRoute(
    "GET",
    "/git/matching-refs/{ref+}",
    ["git/list-matching-refs", "contents", "read"],
    async (ask) => {
      const prefix = `refs/${ask.params.ref}`;
      const refs = [...(await readRefs(ask.hub.git, directoryOf(ask)))].filter(([ref]) =>
        ref.startsWith(prefix),
      );
      return { status: 200, body: refs.map(([ref, sha]) => showRef(ask.hub, ask.repository, ref, sha)) };
    },
  ),
  repositoryRoute("POST", "/git/refs", ["git/create-ref", "contents", "write"], (ask) => inLane(ask, create)),
  repositoryRoute("PATCH", "/git/refs/{ref+}", ["git/update-ref", "contents", "write"], (ask) =>
    inLane(ask, update),
  ),
  repositoryRoute("DELETE", "/git/refs/{ref+}", ["git/delete-ref", "contents", "write"], (ask) =>
    inLane(ask, remove),
  ),
  repositoryRoute("GET", "/git/commits/{sha}", ["git/get-commit", "contents", "read"], async (ask) => {
    const sha = await readCommitSha(ask.hub.git, directoryOf(ask), ask.params.sha ?? "");
    const commit = sha && (await readCommit(ask.hub.git, directoryOf(ask), sha));
    if (!commit) throw notFound();
    return { status: 200, body: showGitCommit(ask.hub, ask.repository, commit) };
  }),
];

const directoryOf = (ask: RepositoryAsk) => ask.hub.git.directory(ask.repository);

const inLane = (ask: RepositoryAsk, work: (ask: RepositoryAsk) => Promise<Answer>) =>
  ask.hub.git.inLane(directoryOf(ask), () => work(ask));

async function create(ask: RepositoryAsk): Promise<Answer> {
  const ref = ask.body.required("ref");
  const sha = ask.body.required("sha");
  if (
    !ref.startsWith("refs/") ||
    ref.split("/").length < 3 ||
    !(await isValidRef(ask.hub.git, directoryOf(ask), ref))
  ) {
    throw unprocessable("Reference name is not valid");
  }
  await checkObject(ask, sha);
  if (await readRef(ask.hub.git, directoryOf(ask), ref)) throw unprocessable("Reference already exists");
  await move(ask, { ref, old: zeroSha, new: sha });
  return answerRef(ask, 201, ref, sha);
}

async function update(ask: RepositoryAsk): Promise<Answer> {
  const ref = `refs/${ask.params.ref}`;
  const sha = ask.body.required("sha");
  const old = await readRef(ask.hub.git, directoryOf(ask), ref);
  if (!old) throw unprocessable("Reference does not exist");
  await checkObject(ask, sha);
  const isForward = await isAncestor(ask.hub.git, directoryOf(ask), old, sha);
  if (!isForward && !ask.body.flag("force")) throw unprocessable("Update is not a fast forward");
  if (old !== sha) await move(ask, { ref, old, new: sha });
  return answerRef(ask, 200, ref, sha);
}

async function remove(ask: RepositoryAsk): Promise<Answer> {
  const ref = `refs/${ask.params.ref}`;
  const old = await readRef(ask.hub.git, directoryOf(ask), ref);
  if (!old) throw unprocessable("Reference does not exist");
  await move(ask, { ref, old, new: zeroSha });
  return { status: 204 };
}

async function checkObject(ask: RepositoryAsk, sha: string): Promise<void> {
  const isKnown =
    /^[0-9a-f]{40}$/.test(sha) && (await readCommitSha(ask.hub.git, directoryOf(ask), sha)) === sha;
  if (!isKnown) throw unprocessable("Object does not exist");
}

async function move(ask: RepositoryAsk, refUpdate: RefUpdate): Promise<void> {
  const hasMoved = await moveRefs(ask.hub.git, directoryOf(ask), [refUpdate]);
  if (!hasMoved) throw unprocessable("Reference update failed");
  const transaction = { via: "api", atomic: true, asked: 1, updates: [refUpdate] } as const;
  recordTransaction(ask.hub, ask.act().user, ask.repository, transaction);
}

function answerRef(ask: RepositoryAsk, status: number, ref: string, sha: string | undefined): Answer {
  if (!sha) throw notFound();
  return { status, body: showRef(ask.hub, ask.repository, ref, sha) };
}
