/** How long a veto takes to stop everything beneath it, on a real forge with real processes; alone on the machine. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { processesWith } from "../agent/sandbox/processes.ts";
import { type Swarm, says, startSwarm, where } from "../support/swarm.ts";
import { watched } from "../support/watched.ts";

const at = { owner: where.owner, repo: where.name };
const bound = 2000;

/** What the server has now. */
async function asPushed({ state, embedded }: Swarm): Promise<GitMirror> {
  const url = `${embedded.forge.url}/${where.owner}/${where.name}.git`;
  const { token } = embedded.forge.createUser("ada");
  const login = Buffer.from(`ada:${token}`).toString("base64");
  const mirror = new GitMirror(join(state, "look.git"), url, async () => `Authorization: Basic ${login}`);
  await mirror.prepare();
  await mirror.fetch(["*"]);
  return mirror;
}

test("T2: a veto of a plan ends all commands and calls beneath it within 2 seconds, keeps their work, and takes back what landed", async () => {
  const { sandbox, running, endedAt } = watched();
  const task = (key: string) => ({
    create_task: { key, title: `Task ${key}`, description: key, done_when: [key] },
  });
  const mark = randomUUID();
  const writes = (key: string) => ({ write_file: { path: `${key}.txt`, content: key } });
  const sleeps = (key: string) =>
    says("worker", `Task ${key}`, [[writes(key), { run: { command: `sleep 60 # ${mark} ${key}` } }]]);
  await using swarm = await startSwarm({
    sandbox,
    files: { "a.txt": "a\n" },
    lines: [
      says("planner", "Steer", [
        [
          { create_plan: { key: "sub", title: "The slice", description: "A slice." } },
          { finish: { done: true, hand_off: "one plan" } },
        ],
      ]),
      says("planner", "The slice", [
        [...["w", "x", "y", "z"].map(task), { finish: { done: true, hand_off: "four" } }],
      ]),
      says("worker", "Task w", [[writes("w"), { submit: { done: "w" } }]]),
      sleeps("x"),
      sleeps("y"),
      says("worker", "Task z", [[{ submit: { done: "never said" } }]], { seconds: 600 }),
      says("judge", "Steer", [[{ give_verdict: { verdict: "stop", summary: "Vetoed.", evidence: [] } }]]),
    ],
  });
  const goal = await swarm.opensGoal("Steer", "Steer it.\n\n## Checks\n\n- `true`\n");
  const begun = await swarm.until(
    ({ busy, log, integration }) =>
      running.size === 2 &&
      busy.workers.size === 3 &&
      log.landings.size === 1 &&
      integration?.landed.size === 1,
  );
  expect(processesWith(mark).length).toBeGreaterThan(1);
  const plan = [...begun.log.planned.values()].find((one) => one.intent.kind === "plan");
  const issue_number = plan?.number ?? 0;
  await swarm.embedded.human.rest.issues.createComment({ ...at, issue_number, body: "/swarm veto" });
  const readable = performance.now();
  const since = () => performance.now() - readable;
  const noProcess = expect
    .poll(() => processesWith(mark), { interval: 50, timeout: 2 * bound })
    .toEqual([])
    .then(since);
  const world = await swarm.until(({ busy }) => busy.workers.size === 0);
  const seen = since();
  const commands = Math.max(...endedAt.values()) - readable;
  const processes = await noProcess;
  await swarm.until(({ integration }) => integration?.reverted.size === 1);
  const [ended, gone, noAgent, back] = [commands, processes, seen, since()].map((ms) => ms.toFixed(0));
  console.log(
    `veto to effect: commands ended after ${ended} ms, no process after ${gone} ms, no agent in the reading after ${noAgent} ms, landing taken back after ${back} ms`,
  );
  expect(running.size).toBe(0);
  expect(commands).toBeLessThan(bound);
  expect(processes).toBeLessThan(bound);
  // That an agent ended shows in the next reading, which takes its own time.
  expect(seen).toBeLessThan(2 * bound);
  const { log } = await swarm.ends();
  expect(world.goal.number).toBe(goal);
  expect([...log.ended.values()].map(({ reason }) => reason)).toEqual(["vetoed", "vetoed", "vetoed"]);

  const mirror = await asPushed(swarm);
  const [kept, integration] = await Promise.all(
    ["log", "integration"].map((b) => mirror.head(`swarm/${goal}/${b}`)),
  );
  const work = [...begun.tips].filter(([number]) => !log.landings.has(number));
  expect(work).toHaveLength(3);
  for (const [, { sha }] of work) expect(await mirror.isAncestor(sha, kept ?? "")).toBe(true);
  expect(await mirror.files(integration ?? "")).toEqual(["a.txt"]);
});
