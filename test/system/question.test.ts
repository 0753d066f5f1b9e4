/** A worker asks a person: nothing is spent until the answer, whatever was said or edited before, and though the process dies in between. */

import { expect, test } from "vitest";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { totalSpent } from "../../src/domain/spending.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";

const at = { owner: where.owner, repo: where.name };
const hint = "Mind the gap.";
const answer = "Take b.";
const edit = "Write z instead.";

test("a directive reaches a worker before its next step and answers no question; the question outlives the process that asked", async () => {
  const looking = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const real = noSandbox();
  const run: Sandbox["run"] = async (job) => {
    if (job.command === "look") {
      looking.resolve();
      await told.promise;
    }
    return real.run(job.command === "look" ? { ...job, command: "true" } : job);
  };
  const asks = { ask_human: { question: "b or c?" } };
  await using swarm = await startSwarm({
    sandbox: { ...real, run },
    files: { "a.txt": "a\n" },
    lines: [
      plansOne("Ask", "Write b"),
      says("worker", "Write b", [[{ run: { command: "look" } }]], { attempt: 1, when: { lacks: hint } }),
      says("worker", "Write b", [[asks], [asks]], { attempt: 1, when: { contains: hint } }),
      says(
        "worker",
        "Write b",
        [[{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }]],
        { attempt: 2, when: { contains: answer, lacks: edit } },
      ),
    ],
  });
  const goal = await swarm.opensGoal("Ask", "Do it.\n\n## Checks\n\n- `grep b a.txt`\n");
  const number = taskOf(await swarm.until((world) => tasksOf(world).length === 1));
  await looking.promise;
  const replies = (body: string) =>
    swarm.embedded.human.rest.issues.createComment({ ...at, issue_number: number, body });
  await replies(hint);
  await swarm.until(({ log }) => log.directives.length === 1);
  told.resolve();
  const asked = await swarm.until(({ tips }) => tips.get(number)?.state.kind === "asked");
  await swarm.embedded.app.stop();

  swarm.joins("one", () => performance.now());
  const isShown = ({ issues, remarks, busy }: World) =>
    issues.get(number)?.labels.includes("swarm:needs-answer") === true &&
    [...remarks.keys()].some((name) => name.startsWith("question ")) &&
    busy.workers.size === 0;
  const waiting = await swarm.until(isShown);
  expect(tasksOf(waiting).map(({ state }) => state)).toEqual(["needs-answer"]);
  expect(totalSpent(waiting)).toEqual(totalSpent(asked));
  const { data } = await swarm.embedded.human.rest.issues.listComments({ ...at, issue_number: number });
  expect(data.map(({ body }) => body).join("\n")).toContain("b or c?");

  const { human } = swarm.embedded;
  const written = await human.rest.issues.get({ ...at, issue_number: number });
  const edited = `${edit}\n\n${written.data.body}`;
  await human.rest.issues.update({ ...at, issue_number: number, body: edited });
  await swarm.until(({ issues }) => issues.get(number)?.body.includes(edit) === true);
  await replies(answer);
  const { log } = await swarm.ends();
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  expect([...log.landings.values()]).toMatchObject([{ task: number, attempt: 2 }]);
  const status = await swarm.embedded.human.rest.issues.listComments({ ...at, issue_number: goal });
  expect(status.data.map(({ body }) => body).join("\n")).toMatch(
    /^\| D1 \|.* \*\*not\*\* honoured in #\d+ \|$/m,
  );
});

const taskOf = (world: World): number => tasksOf(world)[0]?.number ?? 0;
