/** The process that `measure:cold` starts: from nothing to the first decision, until settled, then unchanged sweeps. */

import { decide } from "../../src/decide/decide.ts";
import { aColdApp, type ColdOptions, Events } from "../support/cold-app.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as Omit<ColdOptions, "watch">;
const sweeps = 10;
const says = (name: string, milliseconds: number) => process.send?.({ name, milliseconds });

const events = new Events();
const app = await aColdApp({ ...options, watch: events.watch });
const began = performance.now();
says("code is loaded, from the process's start", began);
const [first, settled] = [events.next("world"), events.next("settled")];
app.sweep();
const { world } = await first;
says("first world, from then on", performance.now() - began);
await settled;
says("settled, from then on", performance.now() - began);
const { world: last } = await nextSettled();
await nextSettled();
says("a sweep that finds nothing", (await timed(sweeps, nextSettled)) / sweeps);
says("decide on the first world", (await timed(sweeps, async () => decide(world))) / sweeps);
says("decide on the settled world", (await timed(sweeps, async () => decide(last))) / sweeps);
for (const trouble of events.troubles) console.error(trouble);
await app.stop();
process.disconnect();

async function nextSettled() {
  const next = events.next("settled");
  app.sweep();
  return next;
}

async function timed(times: number, run: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  for (let n = 0; n < times; n++) await run();
  return performance.now() - from;
}
