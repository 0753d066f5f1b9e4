/** Loads the world of one goal: branches and log by git, issues and comments by what changed. */

import { formatBranch, parseBranch } from "../codec/branch-name.ts";
import { parsePushed, parseReverted, parseTip, parseTrailers } from "../codec/trailers.ts";
import { type Sha, sha } from "../domain/ids.ts";
import { emptyLog, foldLog } from "../domain/log.ts";
import type { Tip } from "../domain/tip.ts";
import type { Busy, Integration, World } from "../domain/world.ts";
import type { Mirror, Ref } from "../effect/mirror.ts";
import type { Outside } from "../effect/outside.ts";
import { goalHash } from "./charter.ts";
import type { IssueReader } from "./issue-reader.ts";
import { candidateOf, linksSinceVerdict, linksTo } from "./links.ts";
import { isRewritten } from "./rewritten.ts";

export interface Present {
  readonly busy: Busy;
  readonly capacity: number;
  readonly lease: number;
  readonly now: number;
  /** Milliseconds on a clock that nobody can set. */
  readonly monotonic: number;
  /** For how long a ref has been as it is, by its name. */
  readonly stillFor: (
    refs: readonly { readonly name: string; readonly sha: Sha }[],
  ) => ReadonlyMap<string, number>;
}

/** Undefined when the goal's issue cannot be read. */
export async function loadWorld(
  outside: Outside,
  reader: IssueReader,
  present: Present,
): Promise<World | undefined> {
  const { mirror, goal } = outside;
  const [refs] = await Promise.all([fetchRefs(outside), reader.refresh()]);
  const issue = reader.issues.get(goal);
  if (!issue) return undefined;
  const tip = (kind: string) => refs.find((ref) => ref.name === `swarm/${goal}/${kind}`)?.sha;
  const logTip = tip("log");
  const log = logTip ? foldLog(await outside.log.read(logTip)) : emptyLog();
  const head = tip("integration");
  const ours = new Set<number | undefined>([
    goal,
    ...[...log.planned.values()].map((planned) => planned.number),
  ]);
  const reports = log.cycles.map((cycle) => cycle.report);
  const hash = goalHash(issue.title, issue.body);
  const tips = await tipsOf(mirror, refs, head ?? log.base);
  // What only a person can bring forward waits in silence: whether its issue is still there has to be asked.
  const waiting = [...tips].flatMap(([task, { state }]) => (state.kind === "asked" ? [task] : []));
  const watched = log.closed || log.steward !== outside.instance ? [] : [goal, ...waiting];
  // Once all is over only writes look for issues; what one of them did not find must not be tried for ever.
  const { missing } = outside.github;
  const recorded = [...log.parents.keys(), ...reports].filter((one) => !log.closed || missing.has(one));
  const gone = await reader.gone(goal, recorded, watched, present.monotonic);
  const history = head && (await historyOf(mirror, head, log.base));
  const isLost = await isRewritten(mirror, log, head, tip("green"), history?.commits ?? new Set());
  const still = present.stillFor(isLost ? [...refs, lost] : refs);
  const edited = log.charter !== undefined && log.charter.hash !== hash;
  return {
    instance: outside.instance,
    now: present.now,
    goal: issue,
    goalAuthorTrusted: await reader.isTrustedText(issue, hash, edited),
    goalHash: hash,
    issues: reader.issues,
    gone,
    comments: await reader.unheard((issue) => ours.has(issue), log.registered, present.now),
    logTip,
    log,
    tips,
    still: {
      log: still.get(formatBranch({ kind: "log", goal })) ?? 0,
      tasks: new Map(
        [...tips.keys()].map((task) => [task, still.get(formatBranch({ kind: "task", goal, task })) ?? 0]),
      ),
    },
    touched: head ? await touchedBy(mirror, head, tips) : new Map(),
    integration: history?.integration,
    rewritten: isLost ? { for: still.get(lost.name) ?? 0 } : undefined,
    green: tip("green"),
    sinceGreen: head ? await linksTo(mirror, head, tip("green") ?? log.base) : [],
    sinceVerdict: head ? await linksSinceVerdict(mirror, head, log.cycles.at(-1)?.verdict?.commit) : [],
    candidate: await candidateOf(mirror, log.proposed, head),
    busy: present.busy,
    capacity: present.capacity,
    lease: present.lease,
    remarks: reader.remarks(goal),
  };
}

/** Stands among the refs as long as integration is not what it must be. */
const lost = { name: "integration is rewritten", sha: sha("0".repeat(40)) };

async function fetchRefs({ mirror, goal, defaultBranch }: Outside): Promise<readonly Ref[]> {
  await mirror.fetch([`swarm/${goal}/*`, defaultBranch]);
  return mirror.refs(`swarm/${goal}`);
}

async function tipsOf(
  mirror: Mirror,
  refs: readonly Ref[],
  head: Sha | undefined,
): Promise<ReadonlyMap<number, Tip>> {
  const found = refs.map(async (ref): Promise<[number, Tip][]> => {
    const branch = parseBranch(ref.name);
    if (branch?.kind !== "task") return [];
    const tip = parseTip(ref.sha, ref.message);
    return [[branch.task, tip.state.kind === "pushed" ? await pushedTip(mirror, ref.sha, head) : tip]];
  });
  return new Map((await Promise.all(found)).flat());
}

/** A person's commit, or an older one of ours that the branch was set back to. */
async function pushedTip(mirror: Mirror, tip: Sha, head: Sha | undefined): Promise<Tip> {
  const last = (await mirror.history(tip, head, ["Swarm-Attempt"])).at(-1);
  return parsePushed(tip, last && parseTip(last.sha, last.message));
}

async function touchedBy(
  mirror: Mirror,
  head: Sha,
  tips: ReadonlyMap<number, Tip>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const isOpen = ({ state, facts }: Tip) =>
    facts.conflicts > 0 && (state.kind === "claimed" || state.kind === "returned");
  const open = [...tips].filter(([, tip]) => isOpen(tip));
  if (open.length === 0) return new Map();
  const submitted = [...tips].filter(([, tip]) => tip.state.kind === "submitted");
  const paths = [...open, ...submitted].map(
    async ([task, { sha }]) => [task, await mirror.pathsSince(head, sha)] as const,
  );
  return new Map(await Promise.all(paths));
}

/** Every commit counts, not only first parents: a person may have merged. */
async function historyOf(
  mirror: Mirror,
  head: Sha,
  base: Sha | undefined,
): Promise<{ readonly integration: Integration; readonly commits: ReadonlySet<Sha> }> {
  const commits = new Set<Sha>();
  const landed = new Map<number, Sha>();
  const reverted = new Map<number, Sha>();
  for (const commit of await mirror.history(head, base, ["Swarm-Task", "Swarm-Revert"])) {
    commits.add(commit.sha);
    const task = Number(parseTrailers(commit.message).get("Swarm-Task"));
    if (task) landed.set(task, commit.sha);
    for (const undone of parseReverted(commit.message)) reverted.set(undone, commit.sha);
  }
  return { integration: { head, landed, reverted }, commits };
}
