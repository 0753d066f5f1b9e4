/** A process's mirror over the simulated forge: the real port, objects in memory, branches behind a network that fails. */

import { type Sha, sha } from "../../src/domain/ids.ts";
import type { Clock } from "../../src/effect/clock.ts";
import type { Commit, FileChange, Mirror, Move, Ref } from "../../src/effect/mirror.ts";
import type { Branches } from "./branches.ts";
import type { Network } from "./network.ts";
import type { Objects } from "./objects.ts";
import type { Machine } from "./virtual-time.ts";

export class SimulatedMirror implements Mirror {
  readonly #machine: Machine;
  readonly #network: Network;
  readonly #branches: Branches;
  readonly #objects: Objects;
  readonly #clock: Clock;
  readonly #fetched = new Map<string, Sha>();

  /** When the last fetch began, with which each reading of a world begins. */
  readingSince = 0;

  constructor(machine: Machine, network: Network, branches: Branches, clock: Clock) {
    this.#machine = machine;
    this.#network = network;
    this.#branches = branches;
    this.#objects = branches.objects;
    this.#clock = clock;
  }

  async fetch(patterns: readonly string[]): Promise<void> {
    this.readingSince = this.#clock.monotonic();
    const tips = await this.#network.ask(this.#machine, () => new Map(this.#branches.tips));
    const wanted = (name: string) =>
      patterns.some((p) => (p.endsWith("*") ? name.startsWith(p.slice(0, -1)) : name === p));
    for (const name of this.#fetched.keys()) if (wanted(name) && !tips.has(name)) this.#fetched.delete(name);
    for (const [name, tip] of tips) if (wanted(name)) this.#fetched.set(name, tip);
  }

  async refs(prefix: string): Promise<readonly Ref[]> {
    return [...this.#fetched]
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, tip]) => ({ name, ...this.#objects.read(tip) }));
  }

  async head(branch: string): Promise<Sha> {
    const tip = this.#fetched.get(branch);
    if (!tip) throw new Error(`fatal: needed a single revision: ${branch}`);
    return tip;
  }

  remoteTip(branch: string): Promise<Sha | undefined> {
    return this.#network.ask(this.#machine, () => this.#branches.tips.get(branch));
  }

  async chain(tip: string, since?: string): Promise<readonly Commit[]> {
    return this.#objects.chain(tip, since);
  }

  async history(head: string, base: string | undefined, trailers: readonly string[]) {
    const saying = new RegExp(`^(?:${trailers.join("|")}): `, "m");
    return this.#objects.range(head, base).filter((commit) => saying.test(commit.message));
  }

  async read(commit: string): Promise<Commit | undefined> {
    return this.#objects.read(commit);
  }

  async treeOf(commit: string): Promise<string> {
    return this.#objects.read(commit).tree;
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    return this.#objects.ancestors(newer).has(older);
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    return this.#objects.files(commit).get(path);
  }

  async files(commit: string): Promise<readonly string[]> {
    return [...this.#objects.files(commit).keys()];
  }

  async changes(from: string, to: string): Promise<readonly FileChange[]> {
    const [before, after] = [this.#objects.files(from), this.#objects.files(to)];
    const how = (path: string) =>
      after.has(path) ? (before.has(path) ? ("changed" as const) : ("added" as const)) : ("removed" as const);
    return this.#objects.changed(from, to).map((path) => ({ path, how: how(path) }));
  }

  async pathsSince(head: string, commit: string): Promise<readonly string[]> {
    return this.#objects.changed(this.#objects.base(head, commit) ?? head, commit);
  }

  async linesSince(head: string, commit: string) {
    const one = { added: 1, removed: 1 };
    return new Map((await this.pathsSince(head, commit)).map((path) => [path, one]));
  }

  async isBounded() {
    return true;
  }

  async weigh(from: string, to: string) {
    return { files: this.#objects.changed(from, to).length, bytes: 0, largest: undefined };
  }

  async treeWith(commit: string | undefined, files: readonly { path: string; text: string }[]) {
    if (files.length === 0 && commit) return this.treeOf(commit);
    const all = new Map(commit === undefined ? [] : this.#objects.files(commit));
    for (const { path, text } of files) all.set(path, text);
    return this.#objects.tree(all);
  }

  async commit(tree: string, parents: readonly string[], message: string): Promise<Sha> {
    return sha(this.#objects.commit(tree, parents, message, this.#clock.now()));
  }

  async mergeTrees(ours: string, theirs: string) {
    return this.#objects.merge(ours, theirs);
  }

  push(moves: readonly Move[], atomic: boolean) {
    const knew = [...this.#fetched].find(([name]) => name.endsWith("/log"))?.[1];
    return this.#network.ask(this.#machine, () =>
      this.#branches.push(this.#machine.name, moves, atomic, knew),
    );
  }
}
