/** Kills and stops random processes of a town at random times, and starts them again, until enough were killed. */

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../simulate/random.ts";
import type { Process } from "./process.ts";
import type { Town } from "./town.ts";

/** How often each thing happened; a strike at everything counts once per process it killed. */
export interface Tally {
  app: number;
  forge: number;
  command: number;
  stopped: number;
  /** Stops that outlasted the lease. */
  "stopped-past-lease": number;
}

export const killed = (tally: Tally): number => tally.app + tally.forge + tally.command;

export interface StrikeOptions {
  readonly kills: number;
  readonly leaseSeconds: number;
  readonly random: Random;
  readonly tell: (line: string) => void;
}

/** What workers dawdle with. */
const dawdling = "sleep 0.35";

/** Strikes come in storms, so that between them there is something to lose. Milliseconds. */
const betweenStrikes = [50, 600] as const;
const lull = [1000, 5000] as const;
/** How many strikes a storm has. */
const storm = [2, 9] as const;
/** A process that was killed is down for so long; now and then for longer than the lease. */
const down = [0, 1200] as const;
const longDown = 0.1;

/** Strikes until `kills` processes were killed with -9. Resolves when every process that was hit is up again. */
export async function strike(town: Town, options: StrikeOptions): Promise<Tally> {
  const { kills, random } = options;
  const tally: Tally = { app: 0, forge: 0, command: 0, stopped: 0, "stopped-past-lease": 0 };
  const recovering = new Set<Promise<void>>();
  const later = (milliseconds: number, act: () => void) => {
    const waiting = pause(milliseconds)
      .then(act)
      .finally(() => recovering.delete(waiting));
    recovering.add(waiting);
  };
  const kill = async (one: Process) => {
    if (!(await one.kill())) return;
    tally[one === town.forge ? "forge" : "app"] += 1;
    const isLong = one !== town.forge && random.chance(longDown);
    const longer = isLong ? options.leaseSeconds * 1000 : 0;
    later(longer + random.between(...down), () => one.start());
  };
  const stop = (one: Process, milliseconds: number) => {
    if (!one.stop()) return;
    tally.stopped += 1;
    if (milliseconds > options.leaseSeconds * 1000) tally["stopped-past-lease"] += 1;
    later(milliseconds, () => one.wake());
  };
  let left = 0;
  while (killed(tally) < kills) {
    await pause(left > 0 ? random.between(...betweenStrikes) : random.between(...lull));
    left = left > 0 ? left - 1 : random.between(...storm);
    const app = random.pick(town.apps);
    const draw = random.next();
    if (draw < 0.5) await kill(app);
    else if (draw < 0.65) await kill(town.forge);
    else if (draw < 0.7) await Promise.all([town.forge, ...town.apps].map(kill));
    else if (draw < 0.85) tally.command += (await killNextCommand(town, random)) ? 1 : 0;
    else if (draw < 0.9) stop(town.forge, random.between(200, 2000));
    else if (draw < 0.95) stop(app, random.between(200, 3000));
    else stop(app, options.leaseSeconds * 1000 + random.between(1000, 4000));
    options.tell(`${killed(tally)}/${kills} kills`);
  }
  while (recovering.size > 0) await Promise.all(recovering);
  return tally;
}

/** Waits a moment for a command that can be killed. */
async function killNextCommand(town: Town, random: Random): Promise<boolean> {
  for (const until = Date.now() + 2000; Date.now() < until; await pause(50))
    if (killCommand(town, random)) return true;
  return false;
}

/** Kills one of the commands that workers run; false when none runs. Only what a worker dawdles with counts. */
function killCommand(town: Town, random: Random): boolean {
  const apps = new Set(town.apps.map((app) => app.pid));
  const commands = processes().filter(
    (one) => one.command.includes(dawdling) && ancestors(one.pid).some((pid) => apps.has(pid)),
  );
  if (commands.length === 0) return false;
  try {
    process.kill(random.pick(commands).pid, "SIGKILL");
    return true;
  } catch {
    return false; // it ended by itself
  }
}

function processes(): readonly { readonly pid: number; readonly command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`).replaceAll("\0", " ") }));
}

function ancestors(pid: number): readonly number[] {
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  return parent <= 1 ? [] : [parent, ...ancestors(parent)];
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
