/** Git as the gate sees it, with a real server behind it, and every part of a commit that can hold words. */

import type { Sha } from "../../src/domain/ids.ts";
import { gatedMirror } from "../../src/effect/gated-mirror.ts";
import type { Mirror } from "../../src/effect/mirror.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { aGround, type Ground } from "../effect/ground.ts";
import { canary } from "./encodings.ts";

export const home = { server: "https://github.com", owner: "acme", repo: "tool" };

export interface Pushed extends AsyncDisposable {
  readonly ground: Ground;
  readonly gated: Mirror;
  readonly secrets: Secrets;
  /** A commit made past the gate, as a fault elsewhere would make it. */
  make(files: Readonly<Record<string, string>>, message?: string, env?: Record<string, string>): Promise<Sha>;
  /** A commit with these words in one of the sinks, made once. */
  onceOf(sink: string, text: string): Promise<Sha>;
  /** Whether the server took it through the gate, on a branch of its own; throws when what is said tells a secret. */
  pushes(to: Sha, branch?: string): Promise<boolean>;
  /** The same past the gate. */
  pushesOpenly(to: Sha): Promise<boolean>;
}

export async function pushed(): Promise<Pushed> {
  const ground = await aGround();
  const secrets = new Secrets();
  secrets.add(canary);
  const { mirror } = ground.one;
  await mirror.fetch(["*"]);
  const gated = gatedMirror(mirror, { home, secrets });
  const made = new Map<string, Promise<Sha>>();
  let branches = 0;
  const through = async (way: Mirror, to: Sha, branch = `swarm/12/task-${++branches}`) => {
    const { moved, words } = await way.push([{ branch, from: undefined, to }], false);
    if (secrets.isIn(words)) throw new Error("The refusal tells the secret.");
    if ((await ground.tip(branch)) !== (moved.has(branch) ? to : undefined))
      throw new Error("The answer is not what the server has.");
    return moved.has(branch);
  };
  const scene: Pushed = {
    ...{ ground, gated, secrets },
    onceOf: (sink, text) => {
      const key = `${sink} ${text}`;
      const commit = made.get(key) ?? commitSinks[sink]?.(scene, text);
      if (!commit) throw new Error(`No part of a commit is ${sink}.`);
      made.set(key, commit);
      return commit;
    },
    make: async (files, message = "work", env = {}) => {
      const changed = Object.entries(files).map(([path, text]) => ({ path, text }));
      const tree = await mirror.treeWith(ground.base, changed);
      const args = ["commit-tree", tree, "-p", ground.base, "-F", "-"];
      return (await mirror.run(args, { input: message, env })) as Sha;
    },
    pushes: (to, branch) => through(gated, to, branch),
    pushesOpenly: (to) => through(mirror, to),
    [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose](),
  };
  return scene;
}

const named = (text: string) => text.replace(/[^A-Za-z0-9%\\. -]/g, "_");

export const commitSinks: Readonly<Record<string, (scene: Pushed, text: string) => Promise<Sha>>> = {
  "a file": (scene, text) => scene.make({ "a.txt": `a\nkey: ${text}\n` }),
  "a binary file": (scene, text) => scene.make({ "a.bin": `\u0001\u0000${text}\u0000` }),
  "a file's name": (scene, text) => scene.make({ [`${named(text)}.txt`]: "a\n" }),
  "a message": (scene, text) => scene.make({ "b.txt": "b\n" }, `work\n\n- ${text}\n`),
  "an author's name": (scene, text) => scene.make({ "b.txt": "b\n" }, "work", { GIT_AUTHOR_NAME: text }),
  "a committer's address": (scene, text) =>
    scene.make({ "b.txt": "b\n" }, "work", { GIT_COMMITTER_EMAIL: text }),
};
