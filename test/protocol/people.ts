/** What people do in the middle of it all. */

import type { CommandWord } from "../../src/domain/words.ts";
import type { Model } from "./model.ts";
import {
  type Bound,
  goal,
  has,
  type IssueRow,
  type RefName,
  type Repo,
  refOf,
  type State,
  spend,
  taskRefs,
} from "./state.ts";
import type { Step } from "./step.ts";

type Deed = readonly [bound: Bound, label: string, repo: Repo];

export function peopleSteps(model: Model, state: State): readonly Step[] {
  const { repo } = state;
  const tasks = repo.issues.filter((row) => row.intent.includes("/k"));
  const deeds: readonly Deed[] = [
    ...tasks.flatMap((row): Deed[] => [
      ["veto", `somebody vetoes #${row.number}`, say(repo, row.number, "veto")],
      row.open
        ? ["close", `somebody closes #${row.number}`, withIssue(repo, { ...row, open: false })]
        : ["reopen", `somebody opens #${row.number} again`, withIssue(repo, { ...row, open: true })],
      ["retry", `somebody wants #${row.number} tried again`, say(repo, row.number, "retry")],
    ]),
    ...asked(model, repo).map(
      (task): Deed => ["answer", `somebody answers on #${task}`, say(repo, task, "directive")],
    ),
    ["directive", "somebody says something on the goal", say(repo, goal, "directive")],
    ["stop", "somebody says stop", say(repo, goal, "stop")],
    ["retry", "somebody wants the goal tried again", say(repo, goal, "retry")],
    ["pause", "somebody says pause", say(repo, goal, "pause")],
    ...taskRefs(repo).flatMap((task) => meddle(model, repo, task)),
    ...integrate(model, repo),
    ...resume(repo),
  ];
  return deeds.flatMap(([bound, label, next]) => {
    if (label.endsWith("resume")) return [{ label, state: { ...state, repo: next }, broken: [] }];
    if (!has(state, bound)) return [];
    return [{ label, state: { ...state, repo: next, budget: spend(state.budget, bound) }, broken: [] }];
  });
}

/** A task whose branch ends in a question. */
const asked = (model: Model, repo: Repo): readonly number[] =>
  taskRefs(repo).filter((task) => model.commits.get(refOf(repo, String(task))).tip.state.kind === "asked");

const say = (repo: Repo, issue: number, word: CommandWord | "directive"): Repo => ({
  ...repo,
  comments: [...repo.comments, { id: 700 + repo.comments.length, issue, word }],
});

/** Whoever paused it may let it go on. */
function resume(repo: Repo): readonly Deed[] {
  const last = repo.comments.findLast(({ word }) => word === "pause" || word === "resume");
  return last?.word === "pause" ? [["pause", "somebody says resume", say(repo, goal, "resume")]] : [];
}

const withIssue = (repo: Repo, row: IssueRow): Repo => ({
  ...repo,
  issues: repo.issues.map((old) => (old.number === row.number ? row : old)),
});

const withRef = (repo: Repo, ref: RefName, tip: number): Repo => ({
  ...repo,
  refs: { ...repo.refs, [ref]: tip },
});

/** A person removes the branch, takes its last commit away, or adds one of their own. */
function meddle({ commits }: Model, repo: Repo, task: number): readonly Deed[] {
  const ref = String(task);
  const tip = refOf(repo, ref);
  const [below] = commits.get(tip).parents;
  const fix = commits.make([tip], "a person's fix", commits.get(tip).tree).id;
  return [
    ["remove", `somebody removes the branch of #${task}`, withRef(repo, ref, 0)],
    ...(below === undefined
      ? []
      : [["rewind", `somebody rewinds the branch of #${task}`, withRef(repo, ref, below)] as const]),
    ["push", `somebody pushes to the branch of #${task}`, withRef(repo, ref, fix)],
  ];
}

/** A person's commit on integration, merged so that what landed is no first parent. */
function integrate({ commits, base }: Model, repo: Repo): readonly Deed[] {
  const head = refOf(repo, "integration");
  if (head === 0) return [];
  const parents = head === base ? [base] : [base, head];
  const merge = commits.make(parents, "a person's merge", commits.get(head).tree).id;
  return [["integrate", "somebody pushes to integration", withRef(repo, "integration", merge)]];
}
