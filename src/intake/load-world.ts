/** Loads the world of one goal: branches and log by git, issues and comments by what changed. */

import { formatBranch, parseBranch } from "../codec/branch-name.ts";
import type { Sha } from "../domain/ids.ts";
import { emptyLog, type LogView } from "../domain/log.ts";
import type { Tip } from "../domain/tip.ts";
import type { Busy, World } from "../domain/world.ts";
import type { Mirror, Ref } from "../effect/mirror.ts";
import type { Outside } from "../effect/outside.ts";
import { goalHash } from "./charter.ts";
import type { History } from "./history.ts";
import type { IssueReader } from "./issue-reader.ts";
import { logGone, type Mark, marksOf, overdue, redSince, rewritten } from "./marks.ts";
import { isRewritten } from "./rewritten.ts";

export interface Present {
  readonly busy: Busy;
  readonly capacity: number;
  readonly unpriced?: string | undefined;
  readonly lease: number;
  readonly now: number;
  /** Milliseconds on a clock that nobody can set. */
  readonly monotonic: number;
  /** For how long a ref has been as it is, by its name. */
  readonly stillFor: (
    refs: readonly { readonly name: string; readonly sha: Sha }[],
  ) => ReadonlyMap<string, number>;
}

/** Where a lane reads from; what the reader and the history keep is a cache. */
export interface Sources {
  readonly outside: Outside;
  readonly reader: IssueReader;
  readonly history: History;
}

/** Undefined when the goal's issue cannot be read. */
export async function loadWorld(
  { outside, reader, history }: Sources,
  present: Present,
): Promise<World | undefined> {
  const { mirror, goal } = outside;
  const [refs] = await Promise.all([fetchRefs(outside), reader.refresh()]);
  const issue = reader.issues.get(goal);
  if (!issue) return undefined;
  const tip = (kind: string) => refs.find((ref) => ref.name === `swarm/${goal}/${kind}`)?.sha;
  const logTip = tip("log");
  const entries = await outside.log.read(logTip);
  const log = logTip ? await history.log(logTip, entries) : emptyLog();
  const head = tip("integration");
  const ours = new Set<number | undefined>([
    goal,
    ...[...log.planned.values()].map((planned) => planned.number),
  ]);
  const reports = log.cycles.map((cycle) => cycle.report);
  const hash = goalHash(issue.title, issue.body);
  const tips = await tipsOf(history, refs, head ?? log.base);
  // What only a person can bring forward waits in silence: whether its issue is still there has to be asked.
  const waiting = [...tips].flatMap(([task, { state }]) => (state.kind === "asked" ? [task] : []));
  const isSteward = !log.closed && log.steward === outside.instance;
  const watched = isSteward ? [goal, ...waiting] : [];
  // Once all is over only writes look for issues; what one of them did not find must not be tried for ever.
  const { missing } = outside.github;
  const recorded = [...log.parents.keys(), ...reports].filter((one) => !log.closed || missing.has(one));
  const gone = await reader.gone(goal, recorded, watched, present.monotonic);
  const integrated = head && (await history.integrated(head, log.base));
  const isLost = await isRewritten(mirror, log, head, tip("green"), integrated?.commits ?? new Set());
  const remarks = reader.remarks(goal);
  const isLogGone = logTip === undefined && (saysBegun(remarks) || isBegun(goal, refs, reader));
  const marks = [
    ...(isLost ? [rewritten] : []),
    ...(isLogGone ? [logGone] : []),
    ...marksOf(log, present.now),
  ];
  const still = present.stillFor([...refs, ...marks]);
  const lasts = ({ name }: Mark) => still.get(name) ?? 0;
  return {
    instance: outside.instance,
    now: present.now,
    goal: issue,
    goalAuthorTrusted:
      log.charter?.hash === hash || (await reader.isTrustedText(issue, hash, log.charter, present.monotonic)),
    goalHash: hash,
    issues: reader.issues,
    gone,
    comments: await reader.unheard(goal, (issue) => ours.has(issue), log.registered, present.monotonic),
    gestures: isSteward ? await reader.gestures(log, unvetoed(log), present.monotonic) : [],
    logTip,
    logGone: isLogGone ? { for: lasts(logGone) } : undefined,
    log,
    tips,
    still: {
      log: still.get(formatBranch({ kind: "log", goal })) ?? 0,
      tasks: new Map(
        [...tips.keys()].map((task) => [task, still.get(formatBranch({ kind: "task", goal, task })) ?? 0]),
      ),
    },
    touched: head ? await touchedBy(mirror, head, tips) : new Map(),
    submissions: head ? await history.submissions(head, log.base, tips) : new Map(),
    integration: integrated?.integration,
    rewritten: isLost ? { for: lasts(rewritten) } : undefined,
    lasting: {
      red: log.red.since === undefined ? 0 : lasts(redSince(log.red.since)),
      overdue: lasts(overdue),
    },
    green: tip("green"),
    sinceGreen: head ? await history.linksTo(head, tip("green") ?? log.base) : [],
    sinceVerdict: head ? await history.linksSinceVerdict(head, log.cycles.at(-1)?.verdict?.commit) : [],
    candidate: await history.candidate(log.proposed, head),
    busy: present.busy,
    capacity: present.capacity,
    unpriced: present.unpriced,
    lease: present.lease,
    remarks,
    altered: isSteward
      ? reader.altered((issue) => ours.has(issue) || reports.some((one) => one === issue))
      : [],
  };
}

/** Recorded tasks and plans that can still be vetoed. */
const unvetoed = (log: LogView): readonly number[] =>
  [...log.parents.keys()].filter(
    (issue) => log.commands.findLast((said) => said.issue === issue)?.word !== "veto",
  );

/** The log comes first: branches of the goal, or issues that we made for it, show that there was one. */
const isBegun = (goal: number, refs: readonly Ref[], { issues }: IssueReader): boolean =>
  refs.some(({ name }) => parseBranch(name)?.goal === goal) ||
  [...issues.values()].some(({ intent }) => intent?.startsWith(`${goal}/`));

/** Only what waits for an approval is said before there is a log. */
const saysBegun = (remarks: World["remarks"]): boolean =>
  [...remarks.keys()].some((name) => !name.startsWith("waiting "));

async function fetchRefs(outside: Outside): Promise<readonly Ref[]> {
  const { mirror, goal, github } = outside;
  const fetch = () => mirror.fetch([`swarm/${goal}/*`, outside.defaultBranch]);
  await fetch().catch(async (error: unknown) => {
    if (!/couldn't find remote ref/.test(String(error))) throw error;
    outside.defaultBranch = (await github.about()).defaultBranch;
    await fetch();
  });
  return mirror.refs(`swarm/${goal}`);
}

async function tipsOf(
  history: History,
  refs: readonly Ref[],
  head: Sha | undefined,
): Promise<ReadonlyMap<number, Tip>> {
  const found = refs.map(async (ref): Promise<[number, Tip][]> => {
    const branch = parseBranch(ref.name);
    return branch?.kind === "task" ? [[branch.task, await history.tip(branch.task, ref, head)]] : [];
  });
  return new Map((await Promise.all(found)).flat());
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
