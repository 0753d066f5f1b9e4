/** Branch names are our database keys, so writing and reading them live side by side. */

export type SwarmBranch =
  | { readonly kind: "integration" | "green" | "log"; readonly goal: number }
  | { readonly kind: "task"; readonly goal: number; readonly task: number };

export function formatBranch(branch: SwarmBranch): string {
  return branch.kind === "task"
    ? `swarm/${branch.goal}/task-${branch.task}`
    : `swarm/${branch.goal}/${branch.kind}`;
}

/** Undefined for every branch that is not ours; humans may name theirs as they like. */
export function parseBranch(name: string): SwarmBranch | undefined {
  const match = /^swarm\/([1-9]\d*)\/(?:(integration|green|log)|task-([1-9]\d*))$/.exec(name);
  if (!match) return undefined;
  const goal = Number(match[1]);
  if (match[3] !== undefined) return { kind: "task", goal, task: Number(match[3]) };
  return { kind: match[2] as "integration" | "green" | "log", goal };
}
