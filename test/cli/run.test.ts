/** `stigmergy run` from the command line to the branch in the user's repository. */

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/cli/report.ts";
import { Desk } from "./command.ts";
import { type Asked, type Call, serveModel } from "./model-server.ts";

const goal =
  "\uFEFF# Greet people\r\n\r\nWrite `greeting.txt`.\r\n\r\n### Done when\r\n\r\n- it says hello\r\n";
const files = { "package.json": '{"scripts":{"test":"node --version"}}' };
const flags = ["--repo", "project", "--model", "compatible/any", "--unsafe-no-sandbox"];

const task = {
  key: "greet",
  title: "Write the greeting",
  description: "Write greeting.txt.",
  done_when: ["it says hello"],
};
const evidence = [{ point: "it says hello", met: true, evidence: "greeting.txt:1" }];

const writes: Readonly<Record<string, readonly Call[]>> = {
  planner: [
    ["create_task", task],
    ["finish", { done: true, hand_off: "One task." }],
  ],
  worker: [
    ["write_file", { path: "greeting.txt", content: "hello\n" }],
    ["submit", { done: "The greeting is there." }],
  ],
  judge: [["give_verdict", { verdict: "done", summary: "It greets.", evidence }]],
};

const finds: typeof writes = {
  ...writes,
  planner: [["finish", { done: true, hand_off: "Nothing is missing." }]],
};

const playing =
  (lines: typeof writes) =>
  ({ role, turn }: Asked) =>
    lines[role]?.[turn];

test("a goal becomes a branch of its own, and nothing else in the repository changes", async () => {
  using desk = new Desk();
  desk.commit(files);
  desk.file("project/new\nline.txt", "not committed");
  desk.git("mv", "package.json", "manifest.json");
  desk.git("branch", "stigmergy/greet-people");
  const before = desk.git("for-each-ref");
  await using model = await serveModel(playing(writes));
  const ended = await desk.start(["run", desk.file("GOAL.md", goal), ...flags, "--json"], model.env).ended;
  expect(ended.code, ended.stderr).toBe(0);
  const report = reportSchema.parse(JSON.parse(ended.stdout));
  expect(report.goal).toMatchObject({ title: "Greet people", state: "done" });
  expect(report.money.usd).toBeNull();
  expect(report.money.inputTokens).toBeGreaterThan(0);
  expect(ended.stderr).toContain('not committed: manifest.json, package.json, "new\\nline.txt"\n');
  expect(report.branch).toBe("stigmergy/greet-people-2");
  expect(desk.git("show", "stigmergy/greet-people-2:greeting.txt")).toBe("hello");
  const after = desk.git("for-each-ref").split("\n");
  expect(after.filter((line) => !line.endsWith("greet-people-2")).join("\n")).toBe(before);
  expect(desk.git("status", "--porcelain")).toBe('R  package.json -> manifest.json\n?? "new\\nline.txt"');
});

test("a goal that is met already ends done without a pull request", async () => {
  using desk = new Desk();
  desk.commit(files);
  await using model = await serveModel(playing(finds));
  const ended = await desk.start(["run", desk.file("GOAL.md", goal), ...flags, "--json"], model.env).ended;
  expect(ended.code, ended.stderr).toBe(0);
  expect(reportSchema.parse(JSON.parse(ended.stdout))).toMatchObject({ pull: null, tasks: [] });
});

test("Ctrl-C in a terminal stops in order even though the model hangs, and the next run goes on", async () => {
  using desk = new Desk();
  desk.commit(files);
  const file = desk.file("GOAL.md", goal);
  await using model = await serveModel(({ role, turn }) =>
    role === "worker" ? undefined : writes[role]?.[turn],
  );
  const first = desk.start(["run", file, ...flags], model.env);
  await first.shows("claimed");
  const again = setInterval(() => process.kill(-(first.child.pid ?? 0), "SIGINT"), 5);
  await first.shows("the same command goes on from here").finally(() => clearInterval(again));
  const stopped = await first.ended;
  expect(stopped.code).toBe(130);
  const folder = /state: (.*)$/m.exec(stopped.stdout)?.[1] ?? "";
  expect(existsSync(join(folder, "goal.json"))).toBe(true);
  expect(existsSync(join(folder, "pid"))).toBe(false);
  await using awake = await serveModel(playing(writes));
  const resumed = await desk.start(["run", file, ...flags], awake.env).ended;
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(resumed.stdout).toContain(folder);
});

test("a repository that cannot be published ends the program, and nothing is left", async () => {
  using desk = new Desk();
  desk.commit(files);
  const blob = desk.git("rev-parse", "HEAD:package.json");
  rmSync(join(desk.repository, ".git", "objects", blob.slice(0, 2)), { recursive: true });
  await using model = await serveModel(() => undefined);
  const ended = await desk.start(["run", desk.file("GOAL.md", goal), ...flags], model.env).ended;
  expect(ended.code).toBe(1);
  expect(existsSync(desk.state)).toBe(false);
});

test("a reader that closes the pipe stops the run in order", async () => {
  using desk = new Desk();
  desk.commit(files);
  await using model = await serveModel(() => undefined);
  const run = desk.start(["run", desk.file("GOAL.md", goal), ...flags], model.env);
  await run.shows("sandbox:");
  run.child.stdout?.destroy();
  const { code, stderr } = await run.ended;
  expect(stderr).toBe("");
  expect(code).toBe(130);
});
