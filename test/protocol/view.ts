/** The world as a process of the model reads it: the real log fold, tips and trailers over the model's commits. */

import type { Sha } from "../../src/domain/ids.ts";
import type { Comment, Issue, World } from "../../src/domain/world.ts";
import { anIssue } from "../support/builders.ts";
import { beginning, type Commits, idOf } from "./commits.ts";
import { goal, type Job, type Process, type Repo, refOf, taskRefs } from "./state.ts";

const lease = 10 * 60_000;
/** Longer than a red may last, and than anybody may take to wrap up. */
const long = 40 * 60_000;

/** What a process takes for left alone when it reads: nothing, refs that did not move for a lease, or a red that lasts. */
export type Left = "none" | "renewal" | "log" | "claims" | "all" | "time";

/** Everything in a world that does not depend on who reads. */
export type Common = Omit<World, "instance" | "busy" | "still">;

export function commonWorld(commits: Commits, repo: Repo, paths: Paths): Common {
  const logTip = refOf(repo, "log");
  const log = commits.log(logTip);
  const head = refOf(repo, "integration");
  const green = refOf(repo, "green");
  const tips = new Map(
    taskRefs(repo).flatMap((task) => {
      const tip = commits.get(refOf(repo, String(task))).tip;
      return tip ? [[task, tip] as const] : [];
    }),
  );
  const issues = repo.issues.map((row): [number, Issue] => [row.number, anIssue(row.number, row)]);
  const found: Common = {
    now: beginning,
    goal: anIssue(goal, { labels: repo.goalLabels }),
    goalAuthorTrusted: true,
    goalHash: "text 1",
    issues: new Map(issues),
    gone: new Set(),
    comments: repo.comments.filter((c) => !log.registered.has(c.id)).map(toComment),
    gestures: [],
    logTip: logTip === 0 ? undefined : commits.get(logTip).sha,
    log,
    tips,
    touched: touchedBy(tips, paths),
    submissions: new Map(),
    integration: head === 0 ? undefined : historyOf(commits, head),
    rewritten: undefined,
    logGone: undefined,
    lasting: { red: 10 * 60_000, overdue: 10 * 60_000 },
    green: green === 0 ? undefined : commits.get(green).sha,
    sinceGreen: head === 0 || green === 0 ? [] : commits.links(head, green),
    sinceVerdict: head === 0 ? [] : sinceVerdict(commits, head, log.cycles.at(-1)?.verdict?.commit),
    candidate: head === 0 ? undefined : candidateOf(commits, head, log.proposed),
    lease,
    capacity: 2,
    remarks: questionsOf(tips),
    altered: [],
  };
  return found;
}

/** Comments of our own are not modelled: each question stands as soon as it is asked, and its label says if it was shown. */
const questionsOf = (tips: World["tips"]): World["remarks"] =>
  new Map([...tips.values()].map(({ sha }) => [`question ${sha}`, [{ comment: 1, body: "", url: "" }]]));

/** The path that a task's work changes. */
export type Paths = (task: number) => string;

function touchedBy(tips: World["tips"], paths: Paths): World["touched"] {
  const open = [...tips].some(
    ([, { state, facts }]) => facts.conflicts > 0 && (state.kind === "claimed" || state.kind === "returned"),
  );
  return open ? new Map([...tips.keys()].map((task) => [task, [paths(task)]])) : new Map();
}

export function historyOf(commits: Commits, head: number): NonNullable<World["integration"]> {
  const landed = new Map<number, World["green"] & string>();
  const reverted = new Map<number, World["green"] & string>();
  for (const id of commits.history(head)) {
    const commit = commits.get(id);
    if (commit.lands) landed.set(commit.lands, commit.sha);
    for (const undone of commit.reverts) reverted.set(undone, commit.sha);
  }
  return { head: commits.get(head).sha, landed, reverted };
}

/** linksSinceVerdict of intake/history.ts. */
function sinceVerdict(commits: Commits, head: number, judged: string | undefined): World["sinceVerdict"] {
  if (judged === undefined) return [];
  return commits.history(head).has(idOf(judged)) ? commits.links(head, idOf(judged)) : undefined;
}

function candidateOf(commits: Commits, head: number, proposed: Sha | undefined): World["candidate"] {
  return proposed && { tip: proposed, links: commits.links(idOf(proposed), head) };
}

const toComment = (row: Repo["comments"][number]): Comment => ({
  comment: row.id,
  issue: anIssue(row.issue).number,
  user: 1,
  login: "ada",
  hash: `comment ${row.id}`,
  body: row.word,
  trusted: true,
  command: row.word === "directive" ? undefined : { word: row.word, argument: "" },
});

/** The world of one process, with what it is doing and what it takes for left. */
export function worldOf(common: Common, instance: string, process: Process, left: Left): World {
  const of = <K extends Job["kind"]>(kind: K) =>
    process.jobs.filter((job): job is Extract<Job, { kind: K }> => job.kind === kind);
  const claims = left === "claims" || left === "all" ? lease : 0;
  const log = left === "log" || left === "all" ? lease : left === "renewal" ? 4 * 60_000 : 0;
  const waited = left === "none" || left === "renewal" ? 0 : long;
  return {
    ...common,
    now: beginning + waited,
    instance,
    busy: {
      planners: new Set(of("plan").map((job) => job.plan)),
      workers: new Set(of("work").map((job) => job.task)),
      told: new Map(),
      preparing: false,
      judging: of("judge").length > 0,
      checking: of("check").length > 0,
    },
    still: { log, tasks: new Map([...common.tips.keys()].map((task) => [task, claims])) },
  };
}
