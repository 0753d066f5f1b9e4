/** The model of one small world: its tables, and what a process would do next. */

import { decide } from "../../src/decide/decide.ts";
import { taskHolder, tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import { Commits } from "./commits.ts";
import type { Doing, Effect, Ground, Scene } from "./effect.ts";
import { type Mutant, unchanged } from "./mutant.ts";
import { type Act, perform } from "./perform.ts";
import { Pool } from "./pool.ts";
import { fresh, type Job, type Process, type Repo, type Round, type State } from "./state.ts";
import { type Common, commonWorld, type Left, worldOf } from "./view.ts";
import type { Spec } from "./worlds.ts";

export const names = ["one", "two", "three"] as const;

const repoText = ({ refs, issues, goalLabels, comments }: Repo): string => {
  const set = Object.entries(refs).map(([ref, tip]) => (tip === 0 ? "" : `${ref}=${tip}`));
  const rows = issues.map((i) => `${i.number}${i.intent}${i.open ? 1 : 0}${i.reported}${i.labels}`);
  const said = comments.map((c) => `${c.id}${c.issue}${c.word}`);
  return [set.filter(Boolean).sort().join(), rows.join(), goalLabels.join(), said.join()].join("|");
};

export class Model {
  readonly spec: Spec;
  readonly mutant: Mutant;
  readonly commits = new Commits();
  readonly base: number;
  readonly repos = new Pool<Repo>(repoText);
  readonly #processes = new Pool<Process>(JSON.stringify);
  readonly #late = new Pool<State["late"]>(JSON.stringify);
  readonly #budgets = new Pool<State["budget"]>((b) => JSON.stringify(Object.entries(b).sort()));
  readonly acts = new Pool<readonly Act[]>(JSON.stringify);
  readonly #commons = new Map<number, Common>();
  readonly #decisions = new Map<string, number>();
  readonly #states = new Map<number, ReadonlyMap<number, string>>();

  constructor(spec: Spec, mutant: Mutant = unchanged) {
    this.spec = spec;
    this.mutant = mutant;
    this.base = this.commits.make([], "the base", []).id;
  }

  encode({ repo, processes, late, budget, bill }: State): readonly number[] {
    return [
      bill,
      this.repos.number(repo),
      this.#late.number(late),
      this.#budgets.number(budget),
      ...processes.map((process) => this.#processes.number(process)),
    ];
  }

  decode(row: readonly number[]): State {
    const [bill = 0, repo = 0, late = 0, budget = 0, ...processes] = row;
    return {
      bill,
      repo: this.repos.get(repo),
      late: this.#late.get(late),
      budget: this.#budgets.get(budget),
      processes: processes.map((number) => this.#processes.get(number)),
    };
  }

  common(snapshot: number): Common {
    const known = this.#commons.get(snapshot);
    if (known) return known;
    const made = commonWorld(this.commits, this.repos.get(snapshot), (task) => this.pathOf(task));
    this.#commons.set(snapshot, made);
    return made;
  }

  world(snapshot: number, index: number, process: Process, left: Left): World {
    const world = worldOf(this.common(snapshot), names[index] ?? "", process, left);
    return this.mutant.reads?.(world, this.#ground()) ?? world;
  }

  /** The number of the commands that the real rules give for this world; 0 when there are none. */
  decide(snapshot: number, index: number, process: Process, left: Left): number {
    const key = `${snapshot} ${index} ${left} ${process.jobs.map(busyText).join()}`;
    const known = this.#decisions.get(key);
    if (known !== undefined) return known;
    const world = this.world(snapshot, index, process, left);
    const given = decide(world);
    const commands = this.mutant.decides?.(world, given) ?? given;
    const number = commands.length === 0 ? 0 : this.acts.number(commands);
    this.#decisions.set(key, number);
    return number;
  }

  /** The state of every task in a repository as it is, by the real rules. */
  taskStates(repo: Repo): ReadonlyMap<number, string> {
    const snapshot = this.repos.number(repo);
    const known = this.#states.get(snapshot);
    if (known) return known;
    const world = worldOf(this.common(snapshot), "", fresh, "none");
    const states = new Map(
      tasksOf(world).map((task) => [task.number, `${task.state}${task.reason ? ` ${task.reason}` : ""}`]),
    );
    this.#states.set(snapshot, states);
    return states;
  }

  /** What the round does next outside, and the jobs that begin before it; no effect when the command is over. */
  next(index: number, round: Round): { effect: Effect | undefined; starts: readonly Job[] } {
    const act = this.acts.get(round.commands)[round.at];
    if (!act) return { effect: undefined, starts: [] };
    const doing = this.#doing(index, round, act);
    const starts: Job[] = [];
    let used = 0;
    let step = doing.next();
    while (!step.done) {
      if (step.value.kind === "start") {
        if (used === round.answers.length) starts.push(step.value.job);
        step = doing.next(1);
      } else if (step.value.kind === "read" && this.mutant.readsOnce) step = doing.next(1);
      else if (used < round.answers.length) step = doing.next(round.answers[used++] ?? 0);
      else return { effect: this.mutant.changes?.(step.value) ?? step.value, starts };
    }
    return { effect: undefined, starts };
  }

  /** The path that a task's work changes. */
  pathOf(work: number): string {
    return this.spec.samePath ? "path" : `path ${Math.abs(work)}`;
  }

  #doing(index: number, round: Round, act: Act): Doing {
    if (act.kind === "enter") return entering(act);
    const world = this.world(round.snapshot, index, fresh, "none");
    const scene: Scene = { ...this.#ground(), world, logTip: round.opened };
    return this.mutant.performs?.(scene, act) ?? perform(scene, act);
  }

  #ground(): Ground {
    return {
      commits: this.commits,
      base: this.base,
      limits: this.spec.limits,
      pathOf: (work) => this.pathOf(work),
    };
  }
}

/** The part of a job that decisions depend on. */
const busyText = (job: Job): string =>
  job.kind === "work" ? taskHolder(job.task) : job.kind === "plan" ? `plan ${job.plan}` : job.kind;

function* entering({ job, entry }: Extract<Act, { kind: "enter" }>): Doing {
  yield { kind: "append", subject: `result of a ${job.kind}`, entries: [entry], kept: [], ends: job };
}
