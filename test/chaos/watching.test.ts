/** What a chaos run sees while it runs: moves of branches as parts of a goal's life, and processes by their folder. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultKinds } from "../../src/forge/faults/kinds.ts";
import { Random } from "../simulate/random.ts";
import { dawdlersIn, gitsIn, killRunning, processesIn } from "./commands.ts";
import { Journal } from "./journal.ts";
import { type Phase, phaseBegun } from "./phases.ts";
import { ratesOf } from "./weather.ts";

const temporary = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "chaos-watching-")));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

test.each<[branch: string, message: string, now: Phase, begins: Phase | undefined]>([
  ["log", '{"kind":"steward"}\n{"kind":"accepted"}', "accept", "accept"],
  ["log", '{"kind":"steward"}', "work", "steward"],
  ["log", '{"kind":"cycle-started"}', "accept", "plan"],
  ["log", '{"kind":"planned"}\n{"kind":"recorded"}\n{"kind":"granted"}', "plan", "claim"],
  ["task-7", "claim\n\nSwarm-Claim: x", "claim", "work"],
  ["task-7", "ask\n\nSwarm-Ask: 3", "work", "claim"],
  ["task-7", "submit\n\nSwarm-Submit: x", "work", "land"],
  ["log", '{"kind":"landed"}', "land", "check"],
  ["log", '{"kind":"checked"}', "check", "judge"],
  ["log", '{"kind":"checked"}', "work", undefined],
  ["log", '{"kind":"verdict"}', "judge", "close"],
  ["integration", "Merge\n\nSwarm-Task: 7", "land", undefined],
  ["green", "Merge", "check", undefined],
])("%s at %j, in %s, begins %s", (branch, message, now, phase) => {
  expect(phaseBegun(branch, message, now)).toBe(phase);
});

test("a journal that is being written gives each whole line once", () => {
  using at = temporary();
  const journal = new Journal(at.folder);
  expect(journal.next()).toEqual([]);
  const write = (text: string) => appendFileSync(join(at.folder, "pushes.jsonl"), text);
  write('{"repository":"a/b"}\n{"reposi');
  expect(journal.next()).toEqual([{ repository: "a/b" }]);
  write('tory":"c/d"}\n{"torn\n{"repository":"e/f"}\n');
  expect(journal.next()).toEqual([{ repository: "c/d" }, { repository: "e/f" }]);
  expect(journal.next()).toEqual([]);
});

test("a process is known by the folder that it works in, and nobody else's is", async () => {
  using at = temporary();
  using other = temporary();
  const child = spawn("bash", ["-c", "sleep 60; echo stray > x"], { cwd: at.folder });
  const exit = once(child, "exit");
  await expect.poll(() => dawdlersIn(at.folder, "; echo stray >").map(({ pid }) => pid)).toEqual([child.pid]);
  expect(dawdlersIn(at.folder, "; echo other")).toEqual([]);
  expect(processesIn(other.folder)).toEqual([]);
  expect(processesIn(at.folder.slice(0, -1))).toEqual([]);
  await expect.poll(() => processesIn(at.folder)).toHaveLength(2); // the shell and its sleep
  processesIn(at.folder).forEach(killRunning);
  await exit;
  await expect.poll(() => processesIn(at.folder)).toEqual([]);
});

test("git at work for others is found, and the onlooker's own is not", async () => {
  using at = temporary();
  const options = { cwd: at.folder };
  const waits = "git -C . hash-object --stdin";
  const own = spawn("git", waits.split(" ").slice(1), options);
  const others = spawn("bash", ["-c", `${waits}; true`], options);
  await expect.poll(() => gitsIn(at.folder).map(({ parent }) => parent)).toEqual([others.pid]);
  expect(processesIn(at.folder).map(({ pid }) => pid)).toContain(own.pid);
  const exits = [own, others].map((child) => once(child, "exit"));
  for (const child of [own, others]) child.stdin.end();
  await Promise.all(exits);
});

test("what was not met yet is likelier than what was", () => {
  const random = new Random(1);
  const all = Object.fromEntries(faultKinds.map((kind) => [kind, 1]));
  const fresh = ratesOf(undefined, all, random);
  expect(Object.keys(fresh)).toEqual([...faultKinds]);
  for (const kind of ["refused", "token-expired", "limited-mutely", "late-webhook"] as const) {
    const { [kind]: _, ...others } = all;
    expect(ratesOf(undefined, others, random)[kind], kind).toBeGreaterThan(fresh[kind] ?? 1);
  }
  expect(Object.keys(ratesOf("burst", {}, random))).toEqual(["burst"]);
});
