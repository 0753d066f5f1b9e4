/** A goal's evidence made by hand: a done goal in which everything is well, for tests that then break one thing. */

import { createHash } from "node:crypto";
import type { Author, Comment, Commit, Evidence, Issue } from "../../src/audit/evidence.ts";

export const goal = 12;
export const person: Author = { id: 7, login: "ada", isBot: false };
export const bot: Author = { id: 9, login: "stigmergy[bot]", isBot: true };
const nothing = { usd: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
const signature = "0123456789abcdef0123456789abcdef";

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

type Changing<T> = { -readonly [Key in keyof T]: T[Key] };
export type Entry = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface LogCommit {
  entries: Entry[];
  kept: string[];
  at: number;
}

interface StepOptions {
  readonly attempt?: number;
  readonly value?: string;
  readonly instance?: string;
  readonly tokens?: number;
  /** The task that the subject names, if not the task itself. */
  readonly says?: number;
}

const words = {
  claim: "claim",
  ask: "ask on",
  return: "return",
  submit: "submit",
  end: "end",
  retry: "retry",
};

export class Scene {
  readonly commits = new Map<string, Commit>();
  readonly refs = new Map<string, string>();
  readonly issues = new Map<number, Changing<Issue>>();
  readonly comments: Changing<Comment>[] = [];
  readonly log: LogCommit[] = [];
  milestones = [{ number: 3, title: "#12 · cycle 1", open: false }];
  pulls: Changing<Evidence["pulls"][number]>[] = [];
  rewrites: Evidence["rewrites"];
  now = 0;
  lease = 10 * 60_000;

  commit(message: string, parents: readonly string[], at = this.tick()): string {
    const sha = createHash("sha1").update(`${this.commits.size} ${message}`).digest("hex");
    this.commits.set(sha, { sha, parents, tree: hashOf(message).slice(0, 40), message, at });
    return sha;
  }

  tick(): number {
    this.now += 1000;
    return this.now;
  }

  /** A step of a task on top of a commit; moves the task's branch to it. */
  step(task: number, kind: keyof typeof words, under: string, options: StepOptions = {}): string {
    const { attempt = 1, value = kind, instance = "one", tokens = 0, says = task } = options;
    const name = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    const trailers = [
      `Swarm-${name}: ${value}`,
      ...(kind === "claim" ? [`Swarm-Instance: ${instance}`] : []),
      `Swarm-Attempt: ${attempt}`,
      "Swarm-Conflicts: 0",
      `Swarm-Spent: in=${tokens} cached=0 out=0 usd=0`,
    ];
    const sha = this.commit(`${words[kind]} #${says}: Do it [skip ci]\n\n${trailers.join("\n")}`, [under]);
    this.refs.set(`swarm/12/task-${task}`, sha);
    return sha;
  }

  /** Merges a submission into integration and moves both branches. */
  land(task: number, submission: string): string {
    const head = this.refs.get("swarm/12/integration") ?? "";
    const merge = this.commit(`Do it (#${task})\n\nDone.\n\nSwarm-Task: ${task}\nSwarm-Plan: 12`, [
      head,
      submission,
    ]);
    this.refs.set("swarm/12/integration", merge);
    this.refs.set(`swarm/12/task-${task}`, merge);
    return merge;
  }

  says(entries: Entry[], kept: string[] = []): void {
    this.log.push({ entries, kept, at: this.tick() });
  }

  issue(number: number, name: string | undefined, change: Partial<Issue> = {}): void {
    const marker = name === undefined ? "" : `\n\n<!-- stigmergy 12 intent ${name} ${signature} -->`;
    this.issues.set(number, {
      number,
      title: `Issue ${number}`,
      body: `Text.${marker}`,
      open: false,
      labels: [],
      author: bot,
      milestone: 3,
      parent: goal,
      closedAt: 1,
      ...change,
    });
  }

  comment(id: number, issue: number, author: Author, body: string): void {
    this.comments.push({ id, issue, author, body, edited: false });
  }

  /** All entries of a kind, to be changed in place. */
  entries(kind: string): Changing<Record<string, unknown>>[] {
    return this.log.flatMap((commit) => commit.entries.filter((entry) => entry.kind === kind));
  }

  drop(kind: string): void {
    for (const commit of this.log) commit.entries = commit.entries.filter((entry) => entry.kind !== kind);
  }

  evidence(): Evidence {
    let tip: string | undefined;
    for (const { entries, kept, at } of this.log) {
      const lines = entries.map((entry) => JSON.stringify(entry)).join("\n");
      tip = this.commit(`news\n\nentries:\n${lines}\n`, [...(tip ? [tip] : []), ...kept], at);
    }
    const refs = new Map([...this.refs, ...(tip ? [["swarm/12/log", tip] as const] : [])]);
    const { issues, comments, commits, milestones, pulls, rewrites, now, lease } = this;
    return {
      goal,
      now,
      lease,
      defaultBranch: "main",
      refs,
      commits,
      issues,
      comments,
      milestones,
      pulls,
      rewrites,
    };
  }
}

export const landed = (task: number, merge: string, submission: string, spent: object = nothing): Entry => ({
  kind: "landed",
  task,
  merge,
  submission,
  attempt: 1,
  conflicts: 0,
  spent,
});

export const said = (
  kind: "directive" | "command",
  comment: number,
  issue: number,
  text: string,
  more: object,
): Entry => ({
  kind,
  comment,
  issue,
  user: person.id,
  login: person.login,
  hash: hashOf(text),
  ...more,
});

/** A veto without a word. */
export const gesture = (how: "closed" | "disliked", issue: number, more: object = {}): Entry => ({
  kind: "gesture",
  word: "veto",
  how,
  when: "2026-01-01T00:00:00Z",
  issue,
  user: person.id,
  login: person.login,
  ...more,
});

export interface Story {
  readonly scene: Scene;
  readonly base: string;
  readonly submissions: readonly [string, string];
  readonly merges: readonly [string, string];
  readonly tombstone: string;
}

export interface StoryOptions {
  /** Stops before the cycle and the goal are closed, with #35 claimed. */
  readonly running?: true;
}

/** One cycle: #34 and #35 land, #36 is vetoed, a directive is said, the judge says done. */
export function aStory({ running }: StoryOptions = {}): Story {
  const scene = new Scene();
  const base = scene.commit("The beginning", []);
  for (const branch of ["main", "swarm/12/integration", "swarm/12/green"]) scene.refs.set(branch, base);
  scene.issue(12, undefined, { author: person, labels: ["swarm:goal"], open: true, parent: undefined });
  scene.issue(13, "12/cycle-1", { labels: ["swarm:cycle"], open: running === true });
  for (const [index, number] of [34, 35, 36].entries())
    scene.issue(number, `12/c1/p12/w1/t${index}`, { labels: ["swarm:task"] });
  const charter = { checks: ["npm test"], limits: { cycles: 3, tokens: 1000 } };
  scene.says([{ kind: "steward", instance: "one" }]);
  scene.says([{ kind: "accepted", user: person.id, base, charter }]);
  scene.says([{ kind: "cycle-started", cycle: 1, base, milestone: 3, report: 13 }]);
  scene.says([{ kind: "checked", commit: base, results: [{ command: "npm test", passed: false }] }]);
  const intents = [0, 1, 2].map((index) => ({ kind: "task", name: `12/c1/p12/w1/t${index}` }));
  const planning = { ...nothing, inputTokens: 100 };
  scene.says([{ kind: "planned", plan: 12, cycle: 1, wake: 1, intents, spent: planning }]);
  scene.says(
    [34, 35, 36].map((number, index) => ({ kind: "recorded", name: `12/c1/p12/w1/t${index}`, number })),
  );
  scene.says(
    [34, 35, 36].map((task) => ({ kind: "granted", holder: `task ${task}`, grant: { tokens: 200 } })),
  );
  scene.comment(51, 12, person, "Use tabs.");
  scene.says([said("directive", 51, 12, "Use tabs.", { id: "D1", text: "Use tabs." })]);

  const first = scene.step(34, "submit", scene.step(34, "claim", base), { tokens: 50 });
  const mergeOne = scene.land(34, first);
  scene.says([landed(34, mergeOne, first, { ...nothing, inputTokens: 50 })]);
  const claim = scene.step(36, "claim", mergeOne);
  scene.comment(52, 36, person, "/swarm veto");
  scene.says([said("command", 52, 36, "/swarm veto", { word: "veto", argument: "" })]);
  const tombstone = scene.step(36, "end", claim, { value: "vetoed" });
  const second = scene.step(35, "claim", mergeOne);
  scene.comment(53, 12, bot, `## Status\n\n<!-- stigmergy 12 status status ${signature} -->`);
  if (running) {
    Object.assign(scene.issues.get(35) ?? {}, { open: true, labels: ["swarm:task", "swarm:claimed"] });
    return { scene, base, submissions: [first, ""], merges: [mergeOne, ""], tombstone };
  }
  const submission = scene.step(35, "submit", second);
  const merge = scene.land(35, submission);
  scene.says([landed(35, merge, submission)]);
  scene.says([{ kind: "checked", commit: merge, results: [{ command: "npm test", passed: true }] }]);
  scene.refs.set("swarm/12/green", merge);
  const judgement = { verdict: "done", summary: "It is." };
  scene.says([{ kind: "verdict", cycle: 1, commit: merge, judgement, spent: nothing }]);
  scene.comment(54, 13, bot, "## Verdict of cycle 1: done\n\nIt is.");
  const ended = { kind: "ended", task: 36, reason: "vetoed", spent: nothing };
  scene.says([ended, { kind: "cycle-closed", cycle: 1 }], [tombstone]);
  scene.refs.delete("swarm/12/task-36");
  scene.pulls.push({ number: 40, branch: "swarm/12/integration", head: merge, open: true });
  scene.says([{ kind: "goal-closed", state: "done", why: "It is.", pull: 40 }]);
  return { scene, base, submissions: [first, submission], merges: [mergeOne, merge], tombstone };
}
