/** People steer a running swarm: a veto stops a subtree at once, an approval lets a held submission land, a retry brings back what ended. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bwrapSandbox } from "../../src/agent/sandbox/bwrap.ts";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { tasksOf } from "../../src/domain/task.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { processesWith } from "../agent/sandbox/processes.ts";
import { missing } from "../agent/sandbox/real.ts";
import { plansOne, type Swarm, says, startSwarm, where } from "../support/swarm.ts";

const at = { owner: where.owner, repo: where.name };
const bound = 2000;

/** Notes which commands run, and when each ended. */
function watched(): { sandbox: Sandbox; running: Set<string>; endedAt: Map<string, number> } {
  const real = missing === undefined ? bwrapSandbox() : noSandbox();
  const running = new Set<string>();
  const endedAt = new Map<string, number>();
  const run: Sandbox["run"] = async (job) => {
    running.add(job.command);
    try {
      return await real.run(job);
    } finally {
      running.delete(job.command);
      endedAt.set(job.command, performance.now());
    }
  };
  return { sandbox: { ...real, run }, running, endedAt };
}

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
  const world = await swarm.until(({ busy }) => busy.workers.size === 0);
  const stopped = since();
  const commands = Math.max(...endedAt.values()) - readable;
  await expect.poll(() => processesWith(mark), { interval: 20, timeout: bound }).toEqual([]);
  const gone = since();
  await swarm.until(({ integration }) => integration?.reverted.size === 1);
  console.log(
    `veto to effect: commands ended after ${commands.toFixed(0)} ms, all agents after ${stopped.toFixed(0)} ms, no process after ${gone.toFixed(0)} ms, landing taken back after ${since().toFixed(0)} ms`,
  );
  expect(running.size).toBe(0);
  for (const effect of [commands, stopped, gone]) expect(effect).toBeLessThan(bound);
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

test("T39: a submission on protected paths lands after the approval of its tree, and not before", async () => {
  await using swarm = await startSwarm({
    files: { "a.txt": "a\n" },
    lines: [
      plansOne("Hold", "Write agents"),
      says("worker", "Write agents", [
        [{ write_file: { path: "AGENTS.md", content: "b\n" } }, { submit: { done: "b" } }],
      ]),
    ],
  });
  await swarm.opensGoal("Hold", "Hold it.\n\n## Checks\n\n- `grep b AGENTS.md`\n");
  const held = await swarm.until(({ issues }) =>
    [...issues.values()].some(({ labels }) => labels.includes("swarm:held")),
  );
  const [task] = tasksOf(held);
  const tree = held.submissions.get(task?.number ?? 0)?.tree ?? "";
  expect(task?.state).toBe("submitted");
  const { human } = swarm.embedded;
  const said = await human.rest.issues.listComments({ ...at, issue_number: task?.number ?? 0 });
  const asked = said.data.map(({ body }) => body).join();
  expect(asked).toContain(`/swarm approve ${tree}`);
  // T21: code's own count stands before the words of the model.
  expect(asked).toMatch(/1 of 1 changed files[\s\S]*- `AGENTS\.md`: \+1 −0[\s\S]*> b\b/);
  await human.rest.issues.createComment({
    ...at,
    issue_number: task?.number ?? 0,
    body: `/swarm approve ${tree}`,
  });
  const { log } = await swarm.ends();
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
});

test("a task that a person closed as not planned is vetoed, comes back by a retry with its work, and lands", async () => {
  const { sandbox, running } = watched();
  await using swarm = await startSwarm({
    sandbox,
    files: { "a.txt": "a\n" },
    lines: [
      plansOne("Again", "Write b"),
      says("worker", "Write b", [[{ run: { command: "sleep 60" } }]], { attempt: 1 }),
      says(
        "worker",
        "Write b",
        [
          [
            { write_file: { path: "a.txt", content: "b\n" } },
            { submit: { done: "b", directives: [{ id: "D1", honoured: "yes", path: "a.txt", note: "b" }] } },
          ],
        ],
        { attempt: 2 },
      ),
      says("judge", "Again", [[{ give_verdict: { verdict: "done", summary: "b", evidence: [] } }]]),
    ],
  });
  await swarm.opensGoal("Again", "Do it.\n\n## Checks\n\n- `grep b a.txt`\n");
  const first = await swarm.until(() => running.has("sleep 60"));
  const issue_number = tasksOf(first)[0]?.number ?? 0;
  const { human } = swarm.embedded;
  await human.rest.issues.update({ ...at, issue_number, state: "closed", state_reason: "not_planned" });
  const vetoed = await swarm.until(({ log }) => log.commands.length > 0);
  expect(vetoed.log.commands).toMatchObject([{ kind: "gesture", how: "closed", login: "ada" }]);
  await human.rest.issues.createComment({ ...at, issue_number, body: "Say b." });
  await human.rest.issues.createComment({ ...at, issue_number, body: "/swarm retry" });
  const { log, goal } = await swarm.ends();
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  expect([...log.landings.values()]).toMatchObject([{ task: issue_number, attempt: 2 }]);
  const said = async () => (await human.rest.issues.listComments({ ...at, issue_number: goal.number })).data;
  const ledger =
    /^\| D1 \| \S*ada \| #\d+ \| [\d-]+ [\d:]+ UTC \| .* \| honoured in #(\d+) \(`a\.txt`\) \|$/m;
  await expect
    .poll(async () => ledger.exec((await said()).map(({ body }) => body).join())?.[1])
    .toBe(String(issue_number));
});
