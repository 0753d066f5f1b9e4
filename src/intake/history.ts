/** What commits say of tasks and landings. A commit's id stands for the same history for ever: git is asked once for each. */

import {
  isOfTask,
  parsePushed,
  parseRevertCause,
  parseReverted,
  parseTip,
  parseTrailers,
} from "../codec/trailers.ts";
import type { Logged } from "../domain/entry.ts";
import type { Sha } from "../domain/ids.ts";
import { foldLog, type LogView } from "../domain/log.ts";
import { isManifest, manifestChange, scriptsOf } from "../domain/manifest.ts";
import type { Tip } from "../domain/tip.ts";
import type { Integration, Link, World } from "../domain/world.ts";
import type { Commit, Mirror, Ref } from "../effect/mirror.ts";
import { Remembered } from "../effect/remembered.ts";

export interface Integrated {
  readonly integration: Integration;
  /** All that say something of a task. */
  readonly commits: ReadonlySet<Sha>;
}

export class History {
  readonly #mirror: Mirror;
  /** A view holds as much as the whole log; few are asked for again. */
  readonly #views = new Remembered(8);
  readonly #links = new Remembered(32);
  readonly #tips = new Remembered(2000);

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** The log at its tip, whose entries these are. */
  log(tip: Sha, entries: readonly Logged[]): Promise<LogView> {
    return this.#views.ask("log", [tip], async () => foldLog(entries));
  }

  /** What a task's branch says. */
  tip(task: number, ref: Ref, head: Sha | undefined): Promise<Tip> {
    return this.#tips.ask(`tip ${task}`, present(ref.sha, head), async () => {
      const tip = parseTip(ref.sha, ref.message);
      return tip.state.kind === "pushed" ? this.#pushedTip(task, ref.sha, head) : tip;
    });
  }

  /** A person's commit, or an older one of ours that the branch was set back to. */
  async #pushedTip(task: number, tip: Sha, head: Sha | undefined): Promise<Tip> {
    const steps = await this.#mirror.history(tip, head, ["Swarm-Attempt"]);
    const last = steps.findLast(({ message }) => isOfTask(task, message));
    return parsePushed(tip, last && parseTip(last.sha, last.message));
  }

  /** What is submitted on this head. */
  async submissions(
    head: Sha,
    base: Sha | undefined,
    tips: ReadonlyMap<number, Tip>,
  ): Promise<World["submissions"]> {
    const submitted = [...tips].filter(([, { state }]) => state.kind === "submitted");
    const known = present(head, base);
    const found = submitted.map(async ([task, { sha }]) => {
      const read = () => this.#submission(head, base ?? head, sha);
      return [task, await this.#tips.ask("submission", [...known, sha], read)] as const;
    });
    return new Map(await Promise.all(found));
  }

  async #submission(head: Sha, base: Sha, commit: Sha) {
    const paths = await this.#mirror.pathsSince(head, commit);
    // Without paths it is nothing new, or no tree that can be listed.
    const changes = paths.length > 0 ? await this.#mirror.changes(base, commit) : [];
    const isNew = new Set(changes.flatMap(({ path, how }) => (how === "added" ? [path] : [])));
    const texts = (path: string) => Promise.all([head, commit].map((at) => this.#mirror.readFile(at, path)));
    const manifests = paths.filter(isManifest).map(async (path) => {
      const [before, after] = await texts(path);
      return manifestChange(path, before, after);
    });
    return {
      tree: await this.#mirror.treeOf(commit),
      paths,
      added: paths.filter((path) => isNew.has(path)),
      manifests: await Promise.all(manifests),
      scripts: scriptsOf(await this.#mirror.readFile(base, "package.json")),
    };
  }

  /** What landed after the base. Every commit counts, not only first parents: a person may have merged. */
  integrated(head: Sha, base: Sha | undefined): Promise<Integrated> {
    return this.#views.ask("integrated", present(head, base), async () => {
      const commits = new Set<Sha>();
      const landed = new Map<number, Sha>();
      const reverted = new Map<number, Sha>();
      for (const commit of await this.#mirror.history(head, base, ["Swarm-Task", "Swarm-Revert"])) {
        commits.add(commit.sha);
        const task = Number(parseTrailers(commit.message).get("Swarm-Task"));
        if (task) landed.set(task, commit.sha);
        for (const undone of parseReverted(commit.message)) reverted.set(undone, commit.sha);
      }
      return { integration: { head, landed, reverted }, commits };
    });
  }

  /** The first-parent chain after a commit, oldest first. */
  async linksTo(tip: Sha, since: Sha | undefined): Promise<readonly Link[]> {
    if (!since || tip === since) return [];
    const read = async () => (await this.#mirror.chain(tip, since)).map(toLink);
    return this.#links.ask("links", [tip, since], read);
  }

  /** Undefined when the judged commit is not in the head's history any more. */
  async linksSinceVerdict(head: Sha, judged: Sha | undefined): Promise<World["sinceVerdict"]> {
    if (!judged || judged === head) return [];
    return (await this.#mirror.isAncestor(judged, head)) ? this.linksTo(head, judged) : undefined;
  }

  async candidate(tip: Sha | undefined, head: Sha | undefined): Promise<World["candidate"]> {
    return tip && head ? { tip, links: await this.linksTo(tip, head) } : undefined;
  }
}

const present = (...commits: readonly (Sha | undefined)[]): readonly Sha[] =>
  commits.filter((commit) => commit !== undefined);

function toLink({ sha, parents: [parent, submission], message }: Commit): Link {
  const task = Number(parseTrailers(message).get("Swarm-Task"));
  return {
    commit: sha,
    parent,
    landing: task && submission ? { task, submission } : undefined,
    reverts: parseRevertCause(message),
  };
}
