/** Branch names: what we write we read back, and a stranger's branch is not ours. */

import { expect, test } from "vitest";
import { formatBranch, parseBranch } from "../../src/codec/branch-name.ts";

test.each([
  { name: "swarm/12/integration", branch: { kind: "integration", goal: 12 } },
  { name: "swarm/12/green", branch: { kind: "green", goal: 12 } },
  { name: "swarm/12/log", branch: { kind: "log", goal: 12 } },
  { name: "swarm/12/task-34", branch: { kind: "task", goal: 12, task: 34 } },
] as const)("$name is read back", ({ name, branch }) => {
  expect(formatBranch(branch)).toBe(name);
  expect(parseBranch(name)).toEqual(branch);
});

test.each([
  "main",
  "swarm/12",
  "swarm/12/notes",
  "swarm/12/task-",
  "swarm/12/task-0",
  "swarm/12/task-034",
  "swarm/012/log",
  "swarm/0/log",
  "swarm/12/task-34/more",
  "swarm/12/Task-34",
  "my/swarm/12/log",
  "swarm/12/log\n",
  "swarm/-1/log",
])("%j is not ours", (name) => {
  expect(parseBranch(name)).toBeUndefined();
});
