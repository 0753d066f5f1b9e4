import { join } from "node:path";
import type { Sha } from "../../src/domain/ids.ts";
import { checkOut, snapshot } from "../../src/effect/checkout.ts";
import { takeStep } from "../../src/effect/steps.ts";
import { type Client, type Ground, outsideOf } from "../effect/ground.ts";
import { aTask, aTip, aWorld, claimedBy, someFacts, submitted } from "../support/builders.ts";

export const branch = (task: number) => `swarm/12/task-${task}`;

export const integration = "swarm/12/integration";

/** Claims a task, lets a worker do something in its folder, and submits what is there then. */
export async function works(
  ground: Ground,
  task: number,
  work: (folder: string) => Promise<void>,
): Promise<Sha> {
  const { one } = ground;
  const step = async (from: Sha | undefined, tree: string, parents: readonly Sha[], isDone: boolean) => {
    const state = isDone ? submitted : claimedBy("one");
    const message = { subject: `step #${task}`, words: "It is done.", facts: someFacts, state };
    const made = await takeStep(outsideOf(one), { task, from, tree, parents, message: message as never });
    if (!made) throw new Error(`Task ${task} is held by somebody else.`);
    return made;
  };
  const claim = await step(undefined, await one.mirror.treeOf(ground.base), [ground.base], false);
  const checkout = await checkOut(one.mirror, folderOf(ground, task), claim);
  await work(checkout.root);
  return step(claim, await snapshot(one.mirror, checkout, []), [claim], true);
}

export const folderOf = (ground: Ground, task: number) => join(ground.dir, `work-${task}`);

export const rootOf = (ground: Ground, task: number) => join(folderOf(ground, task), "tree");

/** A commit on the base with these entries of a tree, as `mktree` takes them. */
export async function pushes(client: Client, task: number, base: Sha, entries: string): Promise<Sha> {
  const tree = await client.mirror.run(["mktree", "--missing"], { input: entries });
  return pushesTree(client, task, base, tree);
}

export async function pushesTree(client: Client, task: number, base: Sha, tree: string): Promise<Sha> {
  const message = { subject: `submit #${task}`, words: "done", facts: someFacts, state: submitted };
  const step = { task, from: undefined, tree, parents: [base], message: message as never };
  return (await takeStep(outsideOf(client), step)) ?? base;
}

export const blobOf = (client: Client, text: string) =>
  client.mirror.run(["hash-object", "-w", "--stdin"], { input: text });

/** A world in which a task has been submitted, or was and came back. */
export const worldOf = (ground: Ground, task: number, tip: Sha) => {
  const world = aWorld({
    tasks: [aTask(task, { tip: submitted })],
    integration: { head: ground.base, landed: new Map(), reverted: new Map() },
  });
  return { ...world, tips: new Map([[task, { ...aTip(submitted), sha: tip }]]) };
};
