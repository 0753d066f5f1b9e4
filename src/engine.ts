/** One lane per goal: read, decide, perform, until quiet. Webhooks and timers only say that it is time to look. */

import { Crew, type CrewOptions, roles } from "./agent/host/crew.ts";
import { admitted } from "./decide/admit.ts";
import { isPaused } from "./decide/control.ts";
import { decide } from "./decide/decide.ts";
import type { Command } from "./domain/command.ts";
import { isEntered } from "./domain/entered.ts";
import type { Sha } from "./domain/ids.ts";
import type { World } from "./domain/world.ts";
import { LostStewardship } from "./effect/log-branch.ts";
import { NoAccess } from "./effect/no-access.ts";
import type { Outside } from "./effect/outside.ts";
import { updateStatus } from "./effect/status.ts";
import { History } from "./intake/history.ts";
import type { IssueReader } from "./intake/issue-reader.ts";
import { loadWorld, type Present } from "./intake/load-world.ts";
import { Stillness } from "./intake/stillness.ts";
import { Jobs, type Result } from "./jobs.ts";
import { perform } from "./perform.ts";

export interface LaneOptions {
  readonly outside: Outside;
  readonly reader: IssueReader;
  readonly crew: Omit<CrewOptions, "outside" | "world" | "unpaused" | "heard" | "signal">;
  readonly capacity: number;
  /** Milliseconds without a sign of life after which others may take over. */
  readonly lease: number;
  /** Told of each command and each trouble; never throws. */
  readonly watch: (event: LaneEvent) => void;
}

/** What a webhook tells; nothing when it was only time to look. */
export interface Hint {
  /** The account that did it. */
  readonly sender?: number | undefined;
  /** A branch of the goal, where it moved to; without a commit it was removed. */
  readonly pushed?: { readonly name: string; readonly sha: string | undefined } | undefined;
}

export type LaneEvent =
  | { readonly kind: "world"; readonly world: World }
  | { readonly kind: "command"; readonly command: Command }
  /** Nothing was left to do in this world, and people see it as it is. */
  | { readonly kind: "settled"; readonly world: World }
  | { readonly kind: "trouble"; readonly what: string; readonly error: unknown };

/** So often the same commands may come again before the lane waits for the next wake-up. */
const mostRepeats = 3;
const retryAfter = 3000;
/** The status comment is edited at most so often while work goes on. */
const statusEvery = 5000;

export class Lane {
  readonly #options: LaneOptions;
  readonly #crew: Crew;
  readonly #jobs: Jobs;
  readonly #abort = new AbortController();
  #world: World | undefined;
  readonly #stillness = new Stillness();
  readonly #history: History;
  #load = 0;
  #dirty = false;
  #running: Promise<void> | undefined;
  #cancelRetry = () => {};
  /** Why GitHub keeps us out, as it was told last. */
  #keptOut: string | undefined;
  #statusAt = Number.NEGATIVE_INFINITY;
  /** The tip of the log at which everything was read anew. */
  #lookedAt: Sha | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#history = new History(options.outside.mirror);
    this.#crew = new Crew({
      ...options.crew,
      outside: options.outside,
      world: () => this.#known(),
      unpaused: (signal) => this.#unpaused(signal),
      heard: () => this.wake(),
      signal: this.#abort.signal,
    });
    const report = (what: string, error: unknown) => options.watch({ kind: "trouble", what, error });
    this.#jobs = new Jobs(this.#crew, () => this.wake(), report);
  }

  /** Somebody says that something may have changed. What we did ourselves at issues, and what was read already, only comes back. */
  hint({ sender, pushed }: Hint): void {
    const isOurs = sender !== undefined && sender === this.#options.reader.self;
    const isEcho = pushed ? this.#stillness.knows(pushed) : isOurs;
    if (!isEcho) this.wake();
  }

  /** Something may have changed. Returns at once; wake-ups that come while the lane runs become one more round. */
  wake(): void {
    this.#dirty = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#dirty && !this.#abort.signal.aborted) this.wake();
    });
  }

  /** Ends agents and the lane; what was pushed is all that counts. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#cancelRetry();
    this.#changed.resolve();
    await this.#running;
    await this.#jobs.idle();
  }

  async #run(): Promise<void> {
    let last = "";
    let repeats = 0;
    while (this.#dirty && !this.#abort.signal.aborted) {
      this.#dirty = false;
      const commands = await this.#round().catch((error: unknown) => this.#fail(error));
      if (!commands) continue;
      this.#keptOut = undefined;
      if (commands.length === 0) continue;
      const now = JSON.stringify(commands);
      repeats = now === last ? repeats + 1 : 0;
      last = now;
      if (repeats < mostRepeats) this.#dirty = true;
      else this.#wakeLater();
    }
  }

  /** Who is kept out says so once and looks again when something else wakes the lane: the next sweep. */
  #fail(error: unknown): void {
    const keptOut = error instanceof NoAccess ? error.message : undefined;
    if (keptOut === undefined || keptOut !== this.#keptOut)
      this.#options.watch({ kind: "trouble", what: "round", error });
    this.#keptOut = keptOut;
    if (!(error instanceof LostStewardship || error instanceof NoAccess)) this.#wakeLater();
  }

  async #round(): Promise<readonly Command[]> {
    const { outside, reader, capacity, lease, watch, crew } = this.#options;
    const { clock } = outside;
    const load = ++this.#load;
    const stillFor: Present["stillFor"] = (refs) => this.#stillness.observe(refs, clock.monotonic());
    const staff = roles.map((role) => crew.staff(role));
    const unpriced = staff.find(({ price }) => price === undefined)?.model.name;
    const present = {
      busy: this.#jobs.busy,
      capacity,
      unpriced,
      lease,
      now: clock.now(),
      monotonic: clock.monotonic(),
      stillFor,
    };
    const world = await loadWorld({ outside, reader, history: this.#history }, present);
    if (!world) return [];
    this.#refuseOld(present.monotonic);
    this.#world = world;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    this.#jobs.dropLost(world, load);
    this.#crew.forgetOver(world);
    watch({ kind: "world", world });
    if (await this.#enterResults(world)) return [];
    const commands = decide(world);
    if (this.#mustLookAgain(world, commands)) return [];
    const workerModel = crew.staff("worker").model.name;
    for (const command of commands) {
      if (this.#abort.signal.aborted) return [];
      this.#refuseOld(present.monotonic);
      watch({ kind: "command", command });
      const load = () => this.#load;
      await perform(command, { outside, world, jobs: this.#jobs, workerModel, load });
    }
    if (commands.length > 0) return commands;
    await this.#showStatus(world);
    watch({ kind: "settled", world });
    return [];
  }

  /** This process stood still, or waited for so long, that another may be in its place; where reading alone takes as long, people have to know. */
  #refuseOld(readAt: number): void {
    const { outside, lease } = this.#options;
    if (outside.clock.monotonic() - readAt >= lease)
      throw new Error("What was read is older than the lease: nothing is done by it, and it is read anew.");
  }

  /** Another's place is taken only after a look at everything anew: what others removed, no list of changes says. */
  #mustLookAgain(world: World, commands: readonly Command[]): boolean {
    const { steward } = world.log;
    const takesOver = commands[0]?.kind === "take-stewardship" && steward !== undefined;
    if (!takesOver || steward === world.instance || this.#lookedAt === world.logTip) return false;
    this.#lookedAt = world.logTip;
    this.#options.reader.restart();
    this.#dirty = true;
    return true;
  }

  /** What jobs brought goes into the log first, so that decisions see it. */
  async #enterResults(world: World): Promise<boolean> {
    const isSteward = world.log.steward === world.instance;
    // Another steward does the same work anew; what was found here belongs to nobody.
    const isUseless = (result: Result) => !isSteward || isEntered(world.log, result.entry);
    this.#jobs.markDone(this.#jobs.results.filter(isUseless));
    const results = [...this.#jobs.results];
    if (results.length === 0) return false;
    const subject = results.map((result) => result.subject).join("; ");
    await this.#options.outside.log.append(
      subject,
      admitted(
        world,
        results.map((result) => result.entry),
      ),
      results.flatMap((result) => result.attachments),
    );
    this.#jobs.markDone(results);
    this.#dirty = true;
    return true;
  }

  async #showStatus(world: World): Promise<void> {
    if (world.log.steward !== world.instance || world.log.charter === undefined) return;
    const { outside } = this.#options;
    const now = outside.clock.monotonic();
    const due = now - this.#statusAt > statusEvery || world.log.closed !== undefined;
    if (!due) return;
    this.#statusAt = now;
    await updateStatus(outside, world);
  }

  #known(): World {
    if (!this.#world) throw new Error("The lane has not read its world yet.");
    return this.#world;
  }

  async #unpaused(signal: AbortSignal): Promise<void> {
    while (isPaused(this.#known()) && !signal.aborted) await this.#changed.promise;
  }

  #wakeLater(): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#options.outside.clock.after(retryAfter, () => this.wake());
  }
}
