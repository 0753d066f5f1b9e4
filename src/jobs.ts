/** The slow work of one goal in this process: agents and check runs. They only start here; what they give wakes the lane. */

import { runChecks } from "./agent/host/checks.ts";
import { type Crew, SetupFailed } from "./agent/host/crew.ts";
import { hostJudge, type Judged } from "./agent/host/judge.ts";
import { hostPlanner, type Wake } from "./agent/host/plan.ts";
import type { Claimed } from "./agent/host/work.ts";
import { hostWorker } from "./agent/host/work.ts";
import { isHalted, isStopped } from "./decide/control.ts";
import type { CheckedWhy, Entry } from "./domain/entry.ts";
import type { Sha } from "./domain/ids.ts";
import type { Busy, World } from "./domain/world.ts";
import { pause } from "./effect/clock.ts";
import type { Attachment } from "./effect/log-branch.ts";

/** What a job wants in the log; `done` is called once it is there. */
export interface Result {
  readonly subject: string;
  readonly entry: Entry;
  readonly attachments: readonly Attachment[];
  readonly done: () => void;
}

/** A job that failed is given back after this many milliseconds, twice as many each further time. */
const firstPause = 500;
const longestPause = 60_000;

/** Why a job was aborted whose result belongs to nobody. */
const anothers = new Error("Another steward does it anew.");

interface Held {
  readonly task: number;
  readonly abort: AbortController;
  /** Loads that began before this one may show an older tip of ours. */
  validFrom: number;
}

export class Jobs {
  readonly #crew: Crew;
  readonly #wake: () => void;
  readonly #report: (what: string, error: unknown) => void;
  readonly #planners = new Map<number, AbortController>();
  /** By their claims: of a task taken again, one may end while the next begins. */
  readonly #workers = new Map<string, Held>();
  readonly #running = new Set<Promise<void>>();
  #preparing = false;
  #judging = false;
  #checking = false;
  /** Aborts the judge and checks once the goal is stopped, or another's. */
  #stop = new AbortController();
  #results: Result[] = [];
  /** How often in a row each job failed. */
  readonly #failures = new Map<string, number>();

  constructor(crew: Crew, wake: () => void, report: (what: string, error: unknown) => void) {
    this.#crew = crew;
    this.#wake = wake;
    this.#report = report;
  }

  get busy(): Busy {
    return {
      planners: new Set(this.#planners.keys()),
      workers: new Set([...this.#workers.values()].map(({ task }) => task)),
      told: new Map(this.#crew.told),
      preparing: this.#preparing,
      judging: this.#judging,
      checking: this.#checking,
    };
  }

  /** Results waiting to enter the log; they stay until they are marked done. */
  get results(): readonly Result[] {
    return this.#results;
  }

  prepare(): void {
    this.#preparing = true;
    const done = () => {
      this.#preparing = false;
    };
    this.#start("setup", done, async () => {
      const failed = await prepareShares(this.#crew);
      this.#deliver({ subject: "ran the setup", entry: { kind: "prepared", failed }, attachments: [], done });
    });
  }

  plan(wake: Wake): void {
    const abort = new AbortController();
    this.#planners.set(wake.plan, abort);
    this.#crew.told.delete(wake.plan);
    const done = () => {
      this.#planners.delete(wake.plan);
    };
    this.#start(`planner of #${wake.plan}`, done, async () => {
      const { entry, attachments } = await hostPlanner(this.#crew, wake, this.#or(abort));
      if (abort.signal.reason === anothers) return done();
      this.#deliver({ subject: `plan #${wake.plan}, wake ${wake.wake}`, entry, attachments, done });
    });
  }

  judge(judged: Judged): void {
    const { cycle } = judged;
    this.#judging = true;
    const done = () => {
      this.#judging = false;
    };
    this.#start(`judge of cycle ${cycle}`, done, async () => {
      const signal = this.#or(this.#stop);
      const { entry, attachments } = await hostJudge(this.#crew, judged, signal);
      if (signal.reason === anothers) return done();
      this.#deliver({ subject: `verdict of cycle ${cycle}`, entry, attachments, done });
    });
  }

  check(commit: Sha, why: CheckedWhy): void {
    this.#checking = true;
    const done = () => {
      this.#checking = false;
    };
    this.#start(`checks on ${commit}`, done, async () => {
      const signal = this.#or(this.#stop);
      const results = await runChecks(this.#crew, commit, signal);
      // What was cut off says nothing of the commit.
      if (signal.aborted) return done();
      const entry: Entry = { kind: "checked", commit, results, ...(why === "head" ? {} : { why }) };
      this.#deliver({ subject: `checked ${commit.slice(0, 12)}`, entry, attachments: [], done });
    });
  }

  work(claimed: Omit<Claimed, "moved">, load: () => number): void {
    const abort = new AbortController();
    const held: Held = { task: claimed.task, abort, validFrom: load() + 1 };
    this.#workers.set(claimed.claim, held);
    this.#crew.told.delete(claimed.task);
    const signal = this.#or(abort);
    const moved = () => {
      held.validFrom = load() + 1;
    };
    const done = () => {
      this.#workers.delete(claimed.claim);
    };
    this.#start(`worker of #${claimed.task}`, done, async () => {
      await hostWorker(this.#crew, { ...claimed, moved }, signal);
      done();
    });
  }

  /** Stops what a person vetoed or stopped, what another steward does anew, and workers whose claim is gone. */
  dropLost(world: World, load: number): void {
    const isSteward = world.log.steward === world.instance;
    if (!isSteward) this.#stop.abort(anothers);
    else if (isStopped(world)) this.#stop.abort();
    else if (this.#stop.signal.aborted) this.#stop = new AbortController();
    for (const [plan, abort] of this.#planners) {
      if (!isSteward) abort.abort(anothers);
      else if (isHalted(world, plan)) abort.abort();
    }
    for (const [claim, { task, abort, validFrom }] of this.#workers) {
      if (isHalted(world, task)) abort.abort();
      const state = world.tips.get(task)?.state;
      const ours = state?.kind === "claimed" && state.claim === claim;
      if (!ours && load >= validFrom && state?.kind !== "submitted") abort.abort();
    }
  }

  markDone(results: readonly Result[]): void {
    this.#results = this.#results.filter((result) => !results.includes(result));
    for (const result of results) result.done();
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #or(abort: AbortController): AbortSignal {
    return AbortSignal.any([abort.signal, this.#crew.options.signal]);
  }

  #deliver(result: Result): void {
    if (this.#crew.options.signal.aborted) return;
    this.#results.push(result);
  }

  /** What fails on this machine counts as busy for a while, so that it is not begun again at once and for ever. */
  #start(what: string, giveUp: () => void, job: () => Promise<void>): void {
    const { signal } = this.#crew.options;
    const attempt = async () => {
      try {
        await job();
        this.#failures.delete(what);
      } catch (error) {
        if (!signal.aborted) this.#report(what, error);
        const failures = this.#failures.get(what) ?? 0;
        this.#failures.set(what, failures + 1);
        const wait = Math.min(firstPause * 2 ** failures, longestPause);
        await pause(this.#crew.options.outside.clock, wait, signal);
        giveUp();
      }
    };
    const running = attempt().finally(() => {
      this.#running.delete(running);
      this.#wake();
    });
    this.#running.add(running);
  }
}

/** In words why the setup failed; undefined when it did not. */
async function prepareShares(crew: Crew): Promise<string | undefined> {
  try {
    await crew.shares();
    return undefined;
  } catch (error) {
    if (error instanceof SetupFailed) return error.message;
    throw error;
  }
}
