/** People steer a running swarm: an approval lets a held submission land, a retry brings back what ended. */

import { expect, test } from "vitest";
import { tasksOf } from "../../src/domain/task.ts";
import { plansOne, says, startSwarm, where } from "../support/swarm.ts";
import { watched } from "../support/watched.ts";

const at = { owner: where.owner, repo: where.name };

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
