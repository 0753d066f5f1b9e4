/** `npm run measure:cold -- [--tasks N] [--profile DIR]`: what a start from nothing costs on a large goal, and each look after it. */

import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Call } from "../../src/forge/forge.ts";
import { aLargeGoal } from "../support/large-goal.ts";

const { values } = parseArgs({
  options: { tasks: { type: "string", default: "1000" }, profile: { type: "string" } },
});
const dir = await mkdtemp(join(tmpdir(), "stigmergy-cold-"));
const began = performance.now();
const { forge, login } = await aLargeGoal(dir, Number(values.tasks));
console.log(`${values.tasks} tasks, built in ${((performance.now() - began) / 1000).toFixed(1)} s`);

let gitRequests = 0;
const proxy = createServer((req, res) => {
  gitRequests += 1;
  const { method, headers, url } = req;
  const onward = request(`${forge.url}${url}`, { method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on("error", () => res.destroy());
  req.pipe(onward);
});
await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));

const gitUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const given = JSON.stringify({ url: forge.url, gitUrl, login, state: join(dir, "cold") });
const execArgv = values.profile ? ["--cpu-prof", "--cpu-prof-dir", values.profile] : [];
const child = fork(join(import.meta.dirname, "cold-process.ts"), [given], { execArgv });
let calls = forge.journal.calls().length;
let pushes = forge.journal.pushes().length;
child.on("message", ({ name, milliseconds }: { name: string; milliseconds: number }) => {
  const made = forge.journal.calls().slice(calls);
  const pushed = forge.journal.pushes().slice(pushes);
  calls += made.length;
  pushes += pushed.length;
  const asked = `${made.length} API requests (${describe(made)}), ${gitRequests} git requests, ${pushed.length} pushes`;
  gitRequests = 0;
  console.log(`${name}: ${milliseconds.toFixed(1)} ms; since the line before: ${asked}`);
});
const code = await new Promise((resolve) => child.once("exit", resolve));
proxy.closeAllConnections();
proxy.close();
await forge.close();
await rm(dir, { recursive: true, force: true });
process.exitCode = Number(code);

function describe(made: readonly Call[]): string {
  const counts = new Map<string, number>();
  for (const { method, status } of made) {
    const kind = method !== "GET" ? "writes" : status === 304 ? "304" : "reads";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ") || "none";
}
