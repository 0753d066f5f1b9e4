/** Tells a run as it happens: one line per change of what people can see, and a heartbeat when nothing changes. */

import { escaped } from "../codec/shown-name.ts";
import { tasksOf } from "../domain/task.ts";
import type { TipState } from "../domain/tip.ts";
import type { World } from "../domain/world.ts";
import type { LaneEvent } from "../engine.ts";

export class Narrator {
  readonly #say: (line: string) => void;
  readonly #silence: number;
  readonly #begin = Date.now();
  readonly #states = new Map<number, string>();
  readonly #facts = new Set<string>();
  #world: World | undefined;
  #mostWorkers = 0;
  #last = Date.now();
  #timer: NodeJS.Timeout;
  #closed = Promise.withResolvers<World>();

  /** `silence` in milliseconds is the longest time without a line. */
  constructor(say: (line: string) => void, silence: number) {
    this.#say = say;
    this.#silence = silence;
    this.#timer = setInterval(() => this.#heartbeat(), silence / 3);
  }

  get mostWorkers(): number {
    return this.#mostWorkers;
  }

  get world(): World | undefined {
    return this.#world;
  }

  /** Resolves with the world in which the goal is closed and nothing is left to do. */
  get closed(): Promise<World> {
    return this.#closed.promise;
  }

  seconds(): number {
    return (Date.now() - this.#begin) / 1000;
  }

  /** Titles and words come from people and models: no line of theirs looks like ours or steers the terminal. */
  tell(line: string): void {
    this.#last = Date.now();
    const shown = line.split("\n").map(escaped).join("\n          ");
    this.#say(`${this.seconds().toFixed(1).padStart(6)} s  ${shown}`);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  watch(event: LaneEvent): void {
    if (event.kind === "trouble") this.tell(`trouble at ${event.what}: ${String(event.error)}`);
    if (event.kind === "world") this.#see(event.world);
    if (event.kind === "settled" && event.world.log.closed) this.#closed.resolve(event.world);
  }

  #see(world: World): void {
    this.#world = world;
    const working = tasksOf(world).filter((task) => task.state === "claimed").length;
    this.#mostWorkers = Math.max(this.#mostWorkers, working);
    this.#seeLog(world);
    for (const task of tasksOf(world)) {
      const tip = world.tips.get(task.number);
      const state = `${task.state}${task.reason ? ` (${task.reason})` : ""}`;
      if (this.#states.get(task.number) === state || task.state === "waiting") continue;
      this.#states.set(task.number, state);
      const attempt = (tip?.facts.attempt ?? 0) > 1 ? `, attempt ${tip?.facts.attempt}` : "";
      const why = whyOf(tip?.state);
      this.tell(`task #${task.number} ${state}${why}${attempt}: ${task.title}`);
    }
  }

  #seeLog({ log }: World): void {
    const setup = log.charter?.setup ?? [];
    if (setup.length > 0) this.#once(`setup: ${setup.join("; ")}`);
    for (const cycle of log.cycles) {
      this.#once(`cycle ${cycle.number} begins, milestone ${cycle.milestone}`);
      if (cycle.verdict)
        this.#once(
          `cycle ${cycle.number} verdict: ${cycle.verdict.judgement.verdict}. ${cycle.verdict.judgement.summary}`,
        );
    }
    for (const planned of log.planned.values()) {
      if (planned.intent.kind === "plan" && planned.number !== undefined)
        this.#once(`plan #${planned.number}: ${planned.intent.title}`);
    }
    for (const d of log.directives)
      this.#once(`directive ${d.id} by @${d.login} on #${d.issue}: ${d.text.split("\n")[0]}`);
    for (const c of log.commands) this.#once(`/swarm ${c.word} by @${c.login} on #${c.issue}`);
    for (const checked of log.checks) {
      const passed = checked.results.filter((result) => result.passed).length;
      this.#once(`checks on ${checked.commit.slice(0, 10)}: ${passed} of ${checked.results.length} pass`);
    }
    if (log.closed) this.#once(`goal ${log.closed.state}: ${log.closed.why}`);
  }

  #once(line: string): void {
    if (this.#facts.has(line)) return;
    this.#facts.add(line);
    this.tell(line);
  }

  #heartbeat(): void {
    if (Date.now() - this.#last < this.#silence) return;
    const world = this.#world;
    const tasks = world ? tasksOf(world) : [];
    const count = (state: string) => tasks.filter((task) => task.state === state).length;
    const busy = world && world.busy.planners.size > 0 ? `${world.busy.planners.size} planning, ` : "";
    const more = [
      ...(world?.busy.preparing ? ["setup runs"] : []),
      ...(world?.busy.checking ? ["checks run"] : []),
      ...(world?.busy.judging ? ["the judge is at work"] : []),
    ].map((words) => `, ${words}`);
    this.tell(
      `… ${busy}${count("claimed")} at work, ${count("landed")} landed of ${tasks.length}${more.join("")}`,
    );
  }
}

/** Why a task came back, or why its worker failed, on one line. */
function whyOf(state: TipState | undefined): string {
  if (state?.kind === "returned") return ` (${state.reason})`;
  if (state?.kind !== "ended" || state.reason !== "failed") return "";
  return ` (${state.words.replaceAll(/\s+/g, " ").slice(0, 200)})`;
}
