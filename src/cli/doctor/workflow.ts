/** Whether a workflow of GitHub Actions runs by itself on the swarm's branches, and with what in its hands. */

import { parse } from "yaml";
import { z } from "zod";

const patterns = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const Push = z
  .object({
    branches: patterns.optional(),
    "branches-ignore": patterns.optional(),
    tags: patterns.optional(),
    "tags-ignore": patterns.optional(),
  })
  .nullable();
const Workflow = z.object({
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
});

const ours = ["swarm/12/task-34", "swarm/12/integration", "swarm/12/green", "swarm/12/log"];

/**
 * What is wrong with a workflow, as one phrase; undefined when nothing is. Code that a model wrote must not
 * meet a repository's secrets, a cloud's trust or a machine of one's own before a person has looked at it.
 */
export function dangerOf(source: string): string | undefined {
  let workflow: z.infer<typeof Workflow>;
  try {
    workflow = Workflow.parse(parse(source, { maxAliasCount: 100, logLevel: "error" }));
  } catch {
    return "cannot be read, so nobody knows when it runs";
  }
  if (!runsOnOurs(workflow.on)) return undefined;
  const holds = treasures.filter(([pattern]) => pattern.test(source)).map(([, name]) => name);
  if (holds.length === 0) return undefined;
  return `runs by itself on the swarm's branches with ${holds.join(" and ")}`;
}

const treasures: readonly (readonly [RegExp, string])[] = [
  [/\bsecrets\s*(?:\.\s*(?!GITHUB_TOKEN\b)\w|\[)|^\s*secrets:\s*inherit\b|toJSON\(\s*secrets/im, "secrets"],
  [
    /^\s*id-token:\s*['"]?write|^\s*permissions:\s*['"]?write-all/im,
    "rights to write or to sign in elsewhere",
  ],
  [/self-hosted/i, "a machine of your own"],
];

function runsOnOurs(on: z.infer<typeof Workflow>["on"]): boolean {
  if (typeof on === "string") return on === "push" || on === "create";
  if (Array.isArray(on)) return on.includes("push") || on.includes("create");
  if ("create" in on) return true;
  if (!("push" in on)) return false;
  const push = Push.safeParse(on.push);
  if (!push.success) return true;
  const filter = push.data ?? {};
  if (filter.branches) return ours.some((branch) => isChosen(filter.branches ?? [], branch));
  if (filter["branches-ignore"])
    return ours.some((branch) => !isChosen(filter["branches-ignore"] ?? [], branch));
  return !(filter.tags || filter["tags-ignore"]);
}

/** The last pattern that matches decides; one with `!` takes back. */
function isChosen(list: readonly string[], branch: string): boolean {
  let chosen = false;
  for (const pattern of list) {
    const isNot = pattern.startsWith("!");
    if (toExpression(isNot ? pattern.slice(1) : pattern).test(branch)) chosen = !isNot;
  }
  return chosen;
}

/** GitHub's filter patterns: `*` stays within a folder, `**` does not; `?` and `+` repeat what is before them. */
function toExpression(pattern: string): RegExp {
  const text = pattern.replace(/\*\*|[*.^$(){}|\\]/g, (found) =>
    found === "**" ? ".*" : found === "*" ? "[^/]*" : `\\${found}`,
  );
  try {
    return new RegExp(`^${text}$`);
  } catch {
    return /^/;
  }
}
