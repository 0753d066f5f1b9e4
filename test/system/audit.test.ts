/** A real goal is audited through the command line, and then broken by hand in ways that the audit must name. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { tasksOf } from "../../src/domain/task.ts";
import type { World } from "../../src/domain/world.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { Desk } from "../cli/command.ts";
import { type Swarm, says, startSwarm, where } from "../support/swarm.ts";

const title = "Say b";
const asks = (task: string) => ({
  create_task: { key: task.at(-1), title: task, description: task, done_when: [task] },
});
const lines = [
  says("planner", title, [[asks("Write b"), asks("Write c"), { finish: { done: true, hand_off: "two" } }]], {
    attempt: 1,
  }),
  says("worker", "Write b", [[{ write_file: { path: "a.txt", content: "b\n" } }, { submit: { done: "b" } }]]),
  says("worker", "Write c", [[{ submit: { done: "never said" } }]], { seconds: 600 }),
];

test("a done goal holds; a doubled landing, a shortened log and a copied issue break what they should", async () => {
  await using swarm = await startSwarm({ files: { "a.txt": "a\n" }, lines });
  using desk = new Desk();
  const goal = await swarm.opensGoal(title, "Say it.\n\n## Checks\n\n- `grep b a.txt`\n");
  const begun = await swarm.until((world) => taskOf(world, "Write c")?.state === "claimed");
  const [landed, vetoed] = [taskOf(begun, "Write b")?.number ?? 0, taskOf(begun, "Write c")?.number ?? 0];
  const said = { ...inRepository, issue_number: vetoed, body: "/swarm veto" };
  await swarm.embedded.human.rest.issues.createComment(said);
  const { log } = await swarm.ends();
  expect(log.closed?.state, swarm.timeline.join("\n")).toBe("done");
  const { token } = swarm.embedded.forge.createUser("ada");
  expect(await audit(desk, swarm, goal, token)).toMatchObject({
    code: 0,
    broken: [],
    last: "All 18 invariants hold.",
  });

  expect(swarm.embedded.forge.journal.calls().at(-1)?.actor).toBe("ada");

  const mirror = await mirrorOf(desk, swarm);
  const integration = `swarm/${goal}/integration`;
  const landing = await onlyCommit(mirror, await mirror.head(integration));
  const again = await mirror.commit(landing.tree, [landing.sha, landing.parents[1] ?? ""], landing.message);
  await force(mirror, integration, again);
  await force(mirror, `swarm/${goal}/log`, await withoutKept(mirror, goal));
  const copy = await copyOf(swarm, landed);
  // A token of another server is no reason to refuse what anybody may read.
  const harmed = await audit(desk, swarm, goal, "ghp_of_another_server");
  // The second landing stands beside the task's branch, and moved the pull request beyond what was judged.
  expect(harmed).toMatchObject({ code: 1, broken: ["I2", "I3", "I7", "I13", "L4"] });
  expect(harmed.stdout).toContain(`#${landed} landed 2 times without a revert between: `);
  expect(harmed.stdout).toContain(`The log ended #${vetoed} in `);
  expect(harmed.stdout).toContain(`#${copy} is open and carries the marker of `);
  expect(harmed.stdout).toContain(`note: ada rewrote or removed swarm/${goal}/log.`);
});

const inRepository = { owner: where.owner, repo: where.name };
const taskOf = (world: World, name: string) => tasksOf(world).find((task) => task.title === name);

/** The names of the broken invariants and the last line, as a user sees them. */
async function audit(desk: Desk, swarm: Swarm, goal: number, token: string) {
  const args = ["audit", `${where.owner}/${where.name}#${goal}`, "--forge", swarm.embedded.forge.url];
  const { code, stdout, stderr } = await desk.start(args, { GITHUB_TOKEN: token }).ended;
  expect(stderr).toBe("");
  const broken = [...stdout.matchAll(/^(\w+) .* BROKEN$/gm)].map((match) => match[1]);
  return { code, broken, stdout, last: stdout.trimEnd().split("\n").at(-1) };
}

/** A clone in which a person with every right can do harm. */
async function mirrorOf(desk: Desk, { embedded }: Swarm): Promise<GitMirror> {
  const basic = Buffer.from(`ada:${embedded.forge.createUser("ada").token}`).toString("base64");
  const header = `Authorization: Basic ${basic}`;
  const url = `${embedded.forge.url}/${where.owner}/${where.name}.git`;
  const mirror = new GitMirror(join(desk.folder, "harm.git"), url, async () => header);
  await mirror.prepare();
  await mirror.run(["config", "http.extraHeader", header]);
  await mirror.run(["remote", "add", "origin", url]);
  await mirror.fetch(["*"]);
  return mirror;
}

const force = (mirror: GitMirror, branch: string, commit: string) =>
  mirror.run(["push", "--quiet", "--force", "origin", `${commit}:refs/heads/${branch}`]);

async function onlyCommit(mirror: GitMirror, sha: string) {
  const commit = await mirror.read(sha);
  if (!commit) throw new Error(`There is no ${sha}.`);
  return { ...commit, tree: await mirror.treeOf(sha) };
}

/** The log written anew: the same entries, but nothing that it kept. */
async function withoutKept(mirror: GitMirror, goal: number): Promise<string> {
  let tip: string | undefined;
  for (const { sha, message } of await mirror.chain(await mirror.head(`swarm/${goal}/log`)))
    tip = await mirror.commit(await mirror.treeOf(sha), tip === undefined ? [] : [tip], message);
  return tip ?? "";
}

/** A second issue like the first one, by the app itself. */
async function copyOf({ embedded }: Swarm, number: number): Promise<number> {
  const { forge, human } = embedded;
  const { data: issue } = await human.rest.issues.get({ ...inRepository, issue_number: number });
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  const { installationId } = forge.install("stigmergy", `${where.owner}/${where.name}`);
  const app = await probotFor(forge, login).auth(installationId);
  const copy = { ...inRepository, title: issue.title, body: issue.body ?? "" };
  return (await app.rest.issues.create(copy)).data.number;
}
