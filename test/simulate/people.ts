/** The people of a simulated run: they open the goal, answer questions, and get in the way. */

import { formatBranch } from "../../src/codec/branch-name.ts";
import { labels } from "../../src/codec/labels.ts";
import { type Sha, sha } from "../../src/domain/ids.ts";
import type { Branches } from "./branches.ts";
import { entriesTo, movedAt } from "./log-record.ts";
import type { PersonsAct, Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import { people, type SimulatedIssue, type Tracker } from "./tracker.ts";
import { beginning, type VirtualTime } from "./virtual-time.ts";

export interface Scene {
  readonly time: VirtualTime;
  readonly tracker: Tracker;
  readonly branches: Branches;
  readonly random: Random;
}

/** So many milliseconds after its end a goal is looked at for certain. */
const stillLookedAt = 30_000;

const goalText = ({ gated, budget }: Plan): string =>
  [
    "Write all files.",
    "## Done when",
    "- All is written.",
    "## Checks",
    "- `check sound`\n- `check complete`",
    "## Limits",
    [
      "- cycles: 3",
      ...(gated ? ["- landing: gated"] : []),
      ...(budget?.tokens === undefined ? [] : [`- tokens: ${budget.tokens}`]),
      ...(budget?.usd === undefined ? [] : [`- budget: ${budget.usd} USD`]),
    ].join("\n"),
  ].join("\n\n");

/** Main has its first commit, and the goal is open; its number. */
export function openGoal({ tracker, branches }: Scene, plan: Plan): number {
  const tree = branches.objects.tree(new Map([["readme.txt", "A shop\n"]]));
  branches.force("ada", "main", branches.objects.commit(tree, [], "The beginning\n", beginning));
  const labels = ["swarm:goal"];
  const text = { title: "A shop", body: goalText(plan), labels, milestone: undefined, parent: undefined };
  return tracker.createIssue(people.ada, text).number;
}

/** Each question is answered some minutes later. */
export function answerQuestions(scene: Scene): void {
  const { time, tracker } = scene;
  const answered = new Set<number>();
  const look = (): void => {
    for (const [id, [first]] of tracker.comments) {
      const asks = first?.author === people.app && first.body.startsWith("A worker asks");
      const tells = first?.author === people.app && first.body.startsWith("The integration branch");
      if (!first || !(asks || tells) || answered.has(id) || !tracker.issues.has(first.issue)) continue;
      answered.add(id);
      tracker.addComment(people.ada, first.issue, tells ? "/swarm resume" : "Take the first.");
    }
    time.after(180_000, look);
  };
  look();
}

interface Person extends Scene {
  /** When the people let go of everything. */
  readonly calmAfter: number;
  readonly goal: number;
  /** The issue of the task that the act is about, once there is one. */
  readonly issue: SimulatedIssue | undefined;
  readonly branch: string;
}

type Acts = Readonly<Record<PersonsAct, (person: Person) => void>>;

/** Whoever changes what has been finished for a while finds nobody who sets it right. */
const change = ({ tracker, issue, branches, goal, time }: Person, fields: Partial<SimulatedIssue>): void => {
  if (issue && !isOver(branches, goal, time.now - stillLookedAt))
    tracker.changeIssue(people.ada, issue.number, fields);
};

const say = ({ tracker }: Person, issue: number | undefined, body: string): void => {
  if (issue !== undefined && tracker.issues.has(issue)) tracker.addComment(people.ada, issue, body);
};

const force = ({ branches, branch }: Person, to: Sha | undefined): void => {
  if (branches.tips.has(branch)) branches.force("ada", branch, to);
};

const remove = (branches: Branches, branch: string): void => {
  if (branches.tips.has(branch)) branches.force("ada", branch, undefined);
};

/** It is pushed back before the calm, unless there is another one by then. */
function removeLogForAWhile({ branches, goal, time, random, calmAfter }: Person): void {
  const log = `swarm/${goal}/log`;
  const tip = branches.tips.get(log);
  remove(branches, log);
  const back = () => {
    if (!branches.tips.has(log)) branches.force("ada", log, tip);
  };
  if (tip) time.after(random.between(1, Math.max(1, Math.floor(calmAfter - time.now))), back);
}

/** The veto comes up to five minutes after the landing, when another may stand upon it; never, if it lands after the calm. */
function vetoLanding(person: Person): void {
  const { time, branches, random, goal, issue, calmAfter } = person;
  const look = () => {
    const entries = entriesTo(branches, branches.tips.get(`swarm/${goal}/log`));
    if (entries.some((entry) => entry.kind === "landed" && entry.task === issue?.number))
      time.after(random.between(0, 300_000), () => say(person, issue?.number, "/swarm veto"));
    else if (time.now < calmAfter) time.after(30_000, look);
  };
  look();
}

const acts: Acts = {
  veto: (person) => say(person, person.issue?.number, "/swarm veto"),
  "veto-landing": vetoLanding,
  direct: (person) => say(person, person.issue?.number ?? person.goal, "Please mind the gap."),
  pause: (person) => say(person, person.goal, "/swarm pause"),
  stop: (person) => say(person, person.random.chance(0.3) ? person.goal : undefined, "/swarm stop"),
  "edit-goal": ({ tracker, goal }) =>
    tracker.changeIssue(people.ada, goal, { body: `Hurry.\n\n${tracker.issue(goal).body}` }),
  "retry-task": (person) => say(person, person.issue?.number, "/swarm retry"),
  "retry-goal": (person) => say(person, person.goal, "/swarm retry"),
  "close-task": (person) => change(person, { state: "closed" }),
  "reopen-task": (person) => change(person, { state: "open" }),
  "relabel-task": (person) => change(person, { labels: ["swarm:claimed"] }),
  "edit-task": (person) => change(person, { title: "Renamed", body: "As much as fits. ".repeat(3800) }),
  "delete-branch": (person) => force(person, undefined),
  "force-push-branch": (person) =>
    force(person, foreignCommit(person.branches, person.branches.tips.get("main"))),
  "push-to-integration": ({ branches, goal }) => commitOn(branches, `swarm/${goal}/integration`),
  "push-to-default": ({ branches }) => commitOn(branches, "main"),
  "copy-marker": ({ tracker, issue }) => {
    if (!issue) return;
    const fields = { labels: ["swarm:task"], milestone: undefined, parent: undefined };
    tracker.createIssue(people.eve, { title: "Mine", body: issue.body, ...fields });
  },
  "rewrite-integration": ({ branches, goal, random }) => {
    const branch = `swarm/${goal}/integration`;
    const head = branches.tips.get(branch);
    if (head && !isOver(branches, goal))
      branches.force("ada", branch, random.chance(0.3) ? undefined : branches.objects.read(head).parents[0]);
  },
  "delete-issue": ({ tracker, issue, goal, branches }) => {
    if (issue && !isOver(branches, goal)) tracker.deleteIssue(people.ada, issue.number);
  },
  "delete-milestone": ({ tracker, random }) => {
    const running = tracker.milestones.findLast(({ state }) => state === "open");
    if (running) tracker.deleteMilestone(people.ada, running.number, random.chance(0.5));
  },
  // To delete that of goals is to take it off all of them.
  "delete-label": ({ tracker, random }) => {
    const there = Object.values(labels).filter(
      ({ name }) => name !== labels.goal.name && tracker.labels.has(name),
    );
    if (there.length > 0) tracker.deleteLabel(people.ada, random.pick(there).name, random.chance(0.5));
  },
  // Before its text is accepted, an issue without the label is no goal.
  "unlabel-goal": ({ tracker, branches, goal }) => {
    const begun = branches.tips.has(`swarm/${goal}/integration`) && tracker.issues.has(goal);
    if (!begun || isOver(branches, goal)) return;
    const others = tracker.issue(goal).labels.filter((label) => label !== labels.goal.name);
    tracker.changeIssue(people.ada, goal, { labels: others });
  },
  "delete-log": removeLogForAWhile,
  "delete-green": ({ branches, goal }) => remove(branches, `swarm/${goal}/green`),
  chatter: ({ tracker, goal }) => void tracker.addComment(people.eve, goal, "/swarm stop\n\nor veto"),
};

const movesOf = ({ transactions }: Branches, branch: string) =>
  transactions.flatMap(({ moves }) => moves.filter((move) => move.branch === branch));

/** People leave what is finished as it is, also while the log is away. */
function isOver(branches: Branches, goal: number, before = Number.POSITIVE_INFINITY): boolean {
  const branch = `swarm/${goal}/log`;
  const lastMove = movesOf(branches, branch).at(-1);
  const log = lastMove?.to ?? lastMove?.from;
  const commits = log ? branches.objects.chain(log) : [];
  const last = commits.findLast(({ message }) => /"kind":"goal-closed"|"word":"retry"/.test(message));
  return last?.message.includes('"goal-closed"') === true && movedAt(branches, branch, last.sha) < before;
}

/** A person does something, to the task of this place in the plan if it is about one. */
export function act(scene: Scene, goal: number, plan: Plan, kind: PersonsAct, index: number): void {
  const title = plan.tasks[index]?.title;
  const issues = [...scene.tracker.issues.values()].map((states) => states.at(-1));
  const issue = issues.find((one) => one?.title === title && one?.author === people.app);
  const branch = formatBranch({ kind: "task", goal, task: issue?.number ?? 0 });
  acts[kind]({ ...scene, calmAfter: plan.calmAfter, goal, issue, branch });
}

/** Whatever held the goal up is taken away. */
export function letGo({ tracker }: Scene, goal: number): void {
  tracker.addComment(people.ada, goal, "/swarm resume");
}

function commitOn(branches: Branches, branch: string): void {
  const head = branches.tips.get(branch);
  if (head) branches.force("ada", branch, foreignCommit(branches, head));
}

function foreignCommit(branches: Branches, on: Sha | undefined): Sha {
  const { objects } = branches;
  const files = new Map(on ? objects.files(on) : []);
  const name = `by-ada-${objects.tree(files).slice(0, 6)}.txt`;
  files.set(name, "mine\n");
  return sha(objects.commit(objects.tree(files), on ? [on] : [], "By hand\n", beginning));
}
