/** Kills and stops processes of a town in bursts, each at a moment of a goal's life, until enough were killed. */

import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../simulate/random.ts";
import { beneath, dawdlersIn, gitsIn, killRunning, type Running } from "./commands.ts";
import type { Moment, Moments } from "./moments.ts";
import type { Phase } from "./phases.ts";
import type { Process } from "./process.ts";
import { dawdling } from "./scenarios.ts";
import { Tallies, type Tally } from "./tally.ts";
import type { Town } from "./town.ts";

export interface StrikeOptions {
  readonly kills: number;
  readonly leaseSeconds: number;
  readonly random: Random;
  readonly moments: Moments;
  readonly tell: (line: string) => void;
}

/** From the moment to the first strike, and from one strike to the next. Milliseconds. */
const reaction = [0, 400] as const;
const betweenStrikes = [20, 400] as const;
/** How many strikes a burst has. */
const burst = [2, 6] as const;
/** Everybody is back for so long before the next burst. */
const lull = [400, 2000] as const;
/** So many moments pass between two bursts. */
const steps = [0, 5] as const;
/** For a moment that is worth a strike. */
const patience = 20_000;
/** So long a task that was claimed often is spared. */
const mercy = 120_000;
/** A process that was killed is down for so long; now and then for longer than the lease. */
const down = [0, 900] as const;
const longDown = 0.05;
/** How often a killed app comes back to an empty disk. */
const erased = 0.15;
/** How often a git at work is killed, of what strikes no command. */
const gits = 0.2;

export class Strikes {
  readonly #town: Town;
  readonly #options: StrikeOptions;
  readonly #tallies = new Tallies();
  /** Who will be back soon, and who only after the lease. */
  readonly #recovering = new Set<Promise<void>>();
  readonly #away = new Set<Promise<void>>();
  #aim: string | undefined;

  constructor(town: Town, options: StrikeOptions) {
    this.#town = town;
    this.#options = options;
  }

  get kills(): number {
    return this.#tallies.kills;
  }

  /** Strikes until `kills` processes were killed with -9. Resolves when every process that was hit is up again. */
  async run(): Promise<Tally> {
    const { kills, random, tell } = this.#options;
    while (this.#tallies.kills < kills) {
      const moment = await this.#worthy();
      this.#aim = moment?.goal;
      await pause(random.between(...reaction));
      for (let left = random.between(...burst); left > 0 && this.#tallies.kills < kills; left--) {
        await this.#strike(moment?.phase);
        await pause(random.between(...betweenStrikes));
      }
      tell(`${this.#tallies.kills}/${kills} kills, after ${moment?.phase ?? "nothing in particular"}`);
      await Promise.all(this.#recovering);
      await pause(random.between(...lull));
      await this.#spare();
    }
    await Promise.all([...this.#recovering, ...this.#away]);
    return this.#tallies.all;
  }

  /** Goals move on a little; then the next moment of a kind that was not hit more often than others, or any after a while. */
  async #worthy(): Promise<Moment | undefined> {
    const { moments, random } = this.#options;
    const until = Date.now() + patience;
    for (let left = random.between(...steps); ; left--) {
      const moment = await moments.next(Math.max(0, until - Date.now()));
      if (!moment) return undefined;
      if (left <= 0 && random.chance(this.#tallies.rarity(moment.phase))) return moment;
    }
  }

  /** What a goal without kills does not give up is not given up with them either. */
  async #spare(): Promise<void> {
    for (const until = Date.now() + mercy; this.#options.moments.isWornOut && Date.now() < until; )
      await pause(100);
  }

  async #strike(phase: Phase | undefined): Promise<void> {
    const { random, leaseSeconds } = this.#options;
    const { forge, apps } = this.#town;
    const app = random.pick(apps);
    const draw = random.next();
    const likely = phase === "work" ? 0.7 : 0.4;
    if (draw < likely && (await this.#killCommand(phase === "work"))) return;
    if (random.chance(gits) && (await this.#killFound("git", gitsIn, 1000))) return;
    const other = random.next();
    if (other < 0.62) await this.#kill(app);
    else if (other < 0.8) await this.#kill(forge);
    else if (other < 0.86) await Promise.all([forge, ...apps].map((one) => this.#kill(one)));
    else if (other < 0.91) this.#stop(forge, random.between(200, 1500));
    else if (other < 0.97) this.#stop(app, random.between(200, 2000));
    else this.#stop(app, leaseSeconds * 1000 + random.between(500, 3000));
  }

  async #kill(one: Process): Promise<void> {
    const { random, leaseSeconds } = this.#options;
    const isApp = one !== this.#town.forge;
    const orphans = isApp && one.pid ? this.#dawdlers(one.pid) : [];
    if (!(await one.kill())) return;
    this.#tallies.count(isApp ? "app" : "forge", this.#phase);
    this.#tallies.note("orphaned", orphans.length);
    const isLong = isApp && random.chance(longDown);
    const isErased = isApp && random.chance(erased);
    this.#later((isLong ? leaseSeconds * 1000 : 0) + random.between(...down), async () => {
      if (isErased) await this.#town.forget(one);
      if (isErased) this.#tallies.note("erased");
      one.start();
    });
  }

  #stop(one: Process, milliseconds: number): void {
    if (!one.stop()) return;
    this.#tallies.note("stopped");
    if (milliseconds > this.#options.leaseSeconds * 1000) this.#tallies.note("stopped-past-lease");
    this.#later(milliseconds, async () => one.wake());
  }

  #killCommand(patiently: boolean): Promise<boolean> {
    return this.#killFound("command", (root) => dawdlersIn(root, dawdling), patiently ? 3000 : 0);
  }

  /** Waits at most so many milliseconds for one that can be killed. */
  async #killFound(
    what: "command" | "git",
    find: (root: string) => readonly Running[],
    patience: number,
  ): Promise<boolean> {
    for (const until = Date.now() + patience; ; await pause(20)) {
      const found = find(this.#town.root);
      if (found.length > 0 && killRunning(this.#options.random.pick(found))) {
        this.#tallies.count(what, this.#phase);
        return true;
      }
      if (Date.now() >= until) return false;
    }
  }

  #dawdlers(app: number) {
    return beneath(app, dawdlersIn(this.#town.root, dawdling));
  }

  /** Which part of its life the goal that is aimed at is in now; any other goal's when that one is over. */
  get #phase(): Phase | undefined {
    const { goals } = this.#options.moments;
    return (goals.find(({ goal }) => goal === this.#aim) ?? goals.at(-1))?.phase;
  }

  #later(milliseconds: number, act: () => Promise<void>): void {
    const group = milliseconds > 2500 ? this.#away : this.#recovering;
    const waiting = pause(milliseconds)
      .then(act)
      .finally(() => group.delete(waiting));
    group.add(waiting);
  }
}
