/** The labels of the swarm: what people see of the state. Code never believes them. */

export const labels = {
  goal: { name: "swarm:goal", color: "5319e7", description: "A goal for the swarm" },
  plan: { name: "swarm:plan", color: "0e8a16", description: "A slice of a goal, owned by a sub-planner" },
  task: { name: "swarm:task", color: "1d76db", description: "One unit of work for one worker" },
  cycle: { name: "swarm:cycle", color: "bfd4f2", description: "The report of one cycle, with the verdict" },
  claimed: { name: "swarm:claimed", color: "fbca04", description: "A worker is at it" },
  needsAnswer: { name: "swarm:needs-answer", color: "d93f0b", description: "A worker asks a person" },
  paused: { name: "swarm:paused", color: "c5def5", description: "Paused by a person" },
  vetoed: { name: "swarm:vetoed", color: "b60205", description: "Stopped by a person's veto" },
  failed: { name: "swarm:failed", color: "e11d21", description: "Ended without landing" },
  held: { name: "swarm:held", color: "f9d0c4", description: "A person must approve" },
} as const;

export type LabelKey = keyof typeof labels;

export const labelName = (key: LabelKey): string => labels[key].name;

const names: ReadonlySet<string> = new Set(Object.values(labels).map(({ name }) => name));

/** A label's name as GitHub has it: ours in the case that we know it by, whatever a person made of that. */
export const knownLabel = (name: string): string => {
  const lower = name.toLowerCase();
  return names.has(lower) ? lower : name;
};
