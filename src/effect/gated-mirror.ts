/** The mirror with the gate before what it sends: pushes, and what is written to be pushed. */

import { leakInFiles } from "../gate/leak.ts";
import { withoutSecrets } from "../gate/message.ts";
import { harmlessPlain } from "../gate/plain.ts";
import { refusalOfMove } from "../gate/push.ts";
import type { Home } from "../gate/references.ts";
import type { Secrets } from "../gate/secrets.ts";
import type { GitMirror } from "./git-mirror.ts";
import type { Mirror, Move } from "./mirror.ts";
import { cargoOf, differenceOf } from "./outgoing.ts";

export interface MirrorGate {
  readonly home: Home;
  readonly secrets: Secrets;
  /** The log is for code: its text stays as it is, but for secrets of ours, which are redacted. */
  readonly isLog?: boolean;
}

/** So many of the newest pushed commits are remembered as there. */
const remembered = 200;

/** A move that may not leave is answered like one that the server refused, with the reason among the words. */
export function gatedMirror(mirror: GitMirror, { home, secrets, isLog = false }: MirrorGate): Mirror {
  let there: readonly string[] = [];
  const refusal = (move: Move) => {
    const known = [...there, ...(move.from ? [move.from] : [])];
    return refusalOfMove(move, () => cargoOf(mirror, String(move.to), known), secrets);
  };
  const push: Mirror["push"] = async (moves, atomic) => {
    const refusals = await Promise.all(moves.map(refusal));
    const words = refusals.filter((words) => words !== undefined).join("\n");
    const allowed = moves.filter((_, index) => refusals[index] === undefined);
    if (allowed.length === 0 || (atomic && words !== ""))
      return { moved: new Set<string>(), doubtful: new Set<string>(), words };
    const pushed = await mirror.push(allowed, atomic);
    const sent = allowed.flatMap((move) => (move.to && pushed.moved.has(move.branch) ? [move.to] : []));
    there = [...there, ...sent].slice(-remembered);
    return { ...pushed, words: words === "" ? pushed.words : `${words}\n${pushed.words}` };
  };
  const asWritten = (text: string) => (isLog ? secrets.redacted(text) : harmlessPlain(text, home));
  return {
    ...delegated(mirror),
    push,
    commit: async (tree, parents, message) => {
      const written = asWritten(message);
      return mirror.commit(tree, parents, isLog ? written : await withoutSecrets(written, secrets));
    },
    treeWith: (commit, files) =>
      mirror.treeWith(commit, isLog ? files.map((file) => ({ ...file, text: asWritten(file.text) })) : files),
    keptIn: async (commit, tree) => leakInFiles(await differenceOf(mirror, commit, tree), secrets),
  };
}

const delegated = (mirror: GitMirror): Omit<Mirror, "push" | "commit" | "treeWith" | "keptIn"> => ({
  fetch: (branches) => mirror.fetch(branches),
  refs: (prefix) => mirror.refs(prefix),
  head: (branch) => mirror.head(branch),
  remoteTip: (branch) => mirror.remoteTip(branch),
  chain: (tip, since) => mirror.chain(tip, since),
  history: (head, base, trailers) => mirror.history(head, base, trailers),
  read: (commit) => mirror.read(commit),
  treeOf: (commit) => mirror.treeOf(commit),
  isAncestor: (older, newer) => mirror.isAncestor(older, newer),
  readFile: (commit, path) => mirror.readFile(commit, path),
  files: (commit) => mirror.files(commit),
  changes: (from, to) => mirror.changes(from, to),
  pathsSince: (head, commit) => mirror.pathsSince(head, commit),
  linesSince: (head, commit) => mirror.linesSince(head, commit),
  mergeTrees: (ours, theirs) => mirror.mergeTrees(ours, theirs),
  isBounded: (tree) => mirror.isBounded(tree),
  weigh: (from, to) => mirror.weigh(from, to),
});
