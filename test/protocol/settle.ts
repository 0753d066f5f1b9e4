/** The fair run: with no more faults every state comes to rest, and what it rests in is judged. */

import { isPaused, isStopped } from "../../src/decide/control.ts";
import { freeMoney, nextGrant } from "../../src/decide/grant.ts";
import { dueRetries, isDue, nextRetries } from "../../src/domain/retry.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { isVetoed } from "../../src/domain/tree.ts";
import { effects } from "./effect-steps.ts";
import { type Model, names } from "./model.ts";
import type { Rows } from "./pool.ts";
import { load } from "./reading.ts";
import { deliver } from "./results.ts";
import { fresh, refOf, type State, taskRefs, withProcess } from "./state.ts";
import { arrive } from "./successors.ts";
import { submit } from "./worker-steps.ts";

/** More steps than any goal of these worlds needs. */
const patience = 400;

export class Settling {
  readonly #model: Model;
  /** The rows known to come to rest well, by their index. */
  readonly #good = new Set<number>();
  readonly #rows: Rows;

  constructor(model: Model, rows: Rows) {
    this.#model = model;
    this.#rows = rows;
  }

  /** What is wrong with where this state comes to rest; empty when all is well. */
  judge(from: State): readonly string[] {
    const path: number[] = [];
    const seen = new Set<number>();
    let state: State = { ...from, budget: {} };
    for (let steps = 0; steps < patience; steps++) {
      const { index } = this.#rows.add(this.#model.encode(state));
      if (this.#good.has(index)) break;
      if (seen.has(index)) return ["L1: the same goes round and round"];
      seen.add(index);
      path.push(index);
      const next = fairStep(this.#model, state);
      if (!next) {
        const broken = judgeRest(this.#model, state);
        if (broken.length > 0) return broken;
        break;
      }
      state = next;
      if (steps === patience - 1) return ["L1: it never comes to rest"];
    }
    for (const index of path) this.#good.add(index);
    return [];
  }
}

/** One step, the same for the same state: what is under way first, then slow work, then a look at the world. */
export function fairStep(model: Model, state: State): State | undefined {
  const [late] = state.late;
  if (late) return arrive(model, state, late).state;
  for (const index of state.processes.keys()) {
    const [effect] = effects(model, state, index);
    if (effect) return effect.state;
  }
  for (const [index, process] of state.processes.entries()) {
    if (!process.up) continue;
    const next = load(model, state, index, "none");
    if (next) return withProcess(state, index, next);
  }
  for (const [index, process] of state.processes.entries()) {
    const [job] = process.up ? process.jobs : [];
    if (job?.kind === "work") return submit(model, state, index, job).state;
    if (job) return withProcess(state, index, deliver(model, state, index, process, job));
  }
  return takeOver(model, state);
}

/** Nobody is at work any more, so whatever still looks held is left. */
function takeOver(model: Model, state: State): State | undefined {
  const { steward } = model.commits.log(refOf(state.repo, "log"));
  const gone = state.processes.some((process, index) => !process.up && names[index] === steward);
  for (const [index, process] of state.processes.entries()) {
    if (!process.up) continue;
    const next = load(model, state, index, gone ? "all" : "claims");
    if (next) return withProcess(state, index, next);
  }
  return undefined;
}

function judgeRest(model: Model, { repo }: State): readonly string[] {
  const world = { ...model.common(model.repos.number(repo)), instance: "" };
  const view = model.world(model.repos.number(repo), 0, fresh, "none");
  const states = model.taskStates(repo);
  const broken: string[] = [];
  const waits = isPaused(view) || [...states.values()].includes("needs-answer");
  for (const [task, state] of states) {
    const over = /^(landed|reverted|ended)/.test(state);
    const row = repo.issues.find((one) => one.number === task);
    if (!over && state !== "needs-answer" && !waits) broken.push(`L1: #${task} rests as ${state}`);
    if (over && row?.open && !waits) broken.push(`L1: #${task} is ${state}, its issue is open`);
    if (row && !row.open && !over && !waits) broken.push(`I4: #${task} is closed and is ${state}`);
    if (row && !row.open && over && !row.reported && !waits)
      broken.push(`I4: #${task} is closed without a word`);
    if (state === "landed" && isVetoed(view, task)) broken.push(`I8: #${task} was vetoed and stays landed`);
  }
  if (!waits && !world.log.closed) broken.push("L1: the goal never ends");
  // What comes too late for a goal that failed, was stopped or has no money left is not lost: its next cycle would have it.
  const later = nextRetries(view);
  const isDone = world.log.closed?.state === "done";
  const isPayable = nextGrant(view, freeMoney(view)) !== undefined;
  for (const task of waits ? [] : [...dueRetries(view), ...(isDone && isPayable ? later : [])])
    broken.push(`L1: #${task} is never tried again`);
  for (const task of tasksOf(view).filter((one) => isDue(view, one) && !later.includes(one.number)))
    broken.push(`L1: #${task.number} was to be tried again, and no cycle will have it`);
  const head = refOf(repo, "integration");
  // Not ours to take back: what people pushed in between, and what fails though no landing was found to blame.
  const isOurs =
    view.sinceGreen.every((link) => link.landing) && view.log.blamed.every(({ task }) => task !== undefined);
  const isRed = isOurs && head !== 0 && model.commits.get(head).tree.some((work) => work < 0);
  if (isRed && !waits && !isStopped(view)) broken.push("L5: integration stays red");
  for (const task of taskRefs(repo)) {
    const tip = model.commits.get(refOf(repo, String(task))).tip.state.kind;
    const over = /^(landed|reverted|ended)/.test(states.get(task) ?? "");
    if (world.log.closed && states.get(task)?.startsWith("ended") && tip !== "pushed")
      broken.push(`L3: the branch of #${task} is left`);
    if (tip === "claimed" && !over && !waits) broken.push(`L2: the claim of #${task} has no owner`);
  }
  const intents = repo.issues.filter((row) => row.open).map((row) => row.intent);
  if (new Set(intents).size < intents.length) broken.push("I13: two open issues for one intent");
  return broken;
}
