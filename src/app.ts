/** Probot's face: webhooks and a timer become wake-ups of lanes, one lane per goal. */

import { join } from "node:path";
import type { Probot } from "probot";
import type { CrewOptions } from "./agent/host/crew.ts";
import { formatBranch, parseBranch } from "./codec/branch-name.ts";
import { labelName } from "./codec/labels.ts";
import { gitCheckouts } from "./effect/checkout.ts";
import { type Clock, systemClock } from "./effect/clock.ts";
import { GitMirror } from "./effect/git-mirror.ts";
import { GitHub, type Repository } from "./effect/github.ts";
import { LogBranch } from "./effect/log-branch.ts";
import { Outbox } from "./effect/outbox.ts";
import { randomNonce } from "./effect/outside.ts";
import { Lane, type LaneEvent } from "./engine.ts";
import { IssueReader } from "./intake/issue-reader.ts";

export interface AppOptions {
  /** The same across restarts of the same process on the same state folder; never shared by two living ones. */
  readonly instance: string;
  /** Folder for mirrors and workspaces. */
  readonly state: string;
  /** Signs markers. */
  readonly secret: string;
  /** Where git finds `/owner/name.git`. */
  readonly gitUrl: string;
  readonly sweepSeconds: number;
  readonly capacity: number;
  readonly crew: Pick<CrewOptions, "staff" | "prompt" | "sandbox" | "commandTimeoutMs">;
  /** Milliseconds without a sign of life after which others may take over. */
  readonly lease: number;
  /** The machine's when absent. */
  readonly clock?: Clock;
  readonly watch: (goal: number, event: LaneEvent) => void;
}

/** Milliseconds until a goal that could not be opened is tried again. */
const openAgain = 5000;

interface Installed extends Repository {
  readonly installation: number;
}

export class App {
  readonly #probot: Probot;
  readonly #options: AppOptions;
  readonly #lanes = new Map<string, Promise<Lane>>();
  readonly #mirrors = new Map<string, Promise<{ mirror: GitMirror; outbox: Outbox }>>();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;

  constructor(probot: Probot, options: AppOptions) {
    this.#probot = probot;
    this.#options = options;
    probot.onAny(async (event) => this.#hear(event.payload));
    this.#timer = setInterval(() => this.sweep(), options.sweepSeconds * 1000);
    this.#timer.unref();
  }

  /** Looks at every open goal of every installation; needs no webhook. Returns at once. */
  sweep(): void {
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) =>
        this.#probot.log.warn({ error: String(error) }, "The sweep did not reach GitHub."),
      )
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
    await Promise.all([...this.#lanes.values()].map(async (lane) => (await lane).stop()));
  }

  /** A webhook is a hint: it says which goal, or at least which repository, to look at. */
  #hear(payload: object): void {
    const hint = payload as Hint;
    if (!hint.repository || !hint.installation) return;
    const [owner = "", repo = ""] = hint.repository.full_name.split("/");
    const installed = { owner, repo, installation: hint.installation.id };
    const branch = parseBranch((hint.ref ?? "").replace(/^refs\/heads\//, ""));
    if (branch) {
      this.#wake(installed, branch.goal);
      return;
    }
    const isGoal = hint.issue?.labels?.some((label) => label.name === labelName("goal"));
    if (isGoal && hint.issue) this.#wake(installed, hint.issue.number);
    for (const key of this.#lanes.keys()) {
      if (key.startsWith(`${owner}/${repo}#`)) this.#wake(installed, Number(key.split("#")[1]));
    }
  }

  async #sweep(): Promise<void> {
    const app = await this.#probot.auth();
    const installations = await app.paginate("GET /app/installations", { per_page: 100 });
    for (const { id: installation } of installations) {
      const octokit = await this.#probot.auth(installation);
      const repositories = await octokit.paginate("GET /installation/repositories", { per_page: 100 });
      for (const { full_name } of repositories) {
        const [owner = "", repo = ""] = full_name.split("/");
        const github = new GitHub(octokit, { owner, repo });
        const goals = await github.issues({ labels: labelName("goal"), state: "open" });
        for (const goal of goals) this.#wake({ owner, repo, installation }, goal.number);
      }
    }
  }

  #wake(where: Installed, goal: number): void {
    if (this.#stopped) return;
    const key = `${where.owner}/${where.repo}#${goal}`;
    const lane = this.#lanes.get(key) ?? this.#open(where, goal);
    this.#lanes.set(key, lane);
    lane.then(
      (open) => open.wake(),
      (error: unknown) => {
        this.#lanes.delete(key);
        this.#options.watch(goal, { kind: "trouble", what: "opening the goal", error });
        setTimeout(() => this.#wake(where, goal), openAgain).unref();
      },
    );
  }

  async #open(where: Installed, goal: number): Promise<Lane> {
    const options = this.#options;
    const octokit = await this.#probot.auth(where.installation);
    const github = new GitHub(octokit, { owner: where.owner, repo: where.repo });
    const { mirror, outbox } = await this.#mirror(where);
    const log = new LogBranch(mirror, outbox, formatBranch({ kind: "log", goal }));
    const [defaultBranch, issue] = await Promise.all([github.defaultBranch(), github.issue(goal)]);
    const { instance, secret } = options;
    const reader = new IssueReader(github, secret, issue.createdAt);
    const forget = (comment: number) => reader.forget(comment);
    return new Lane({
      outside: {
        ...{ goal, instance, secret, mirror, outbox, github, log, defaultBranch, forget },
        ...{ clock: options.clock ?? systemClock, nonce: randomNonce, checkouts: gitCheckouts(mirror) },
      },
      reader,
      crew: { ...options.crew, folder: join(options.state, "goals", `${where.owner}-${where.repo}-${goal}`) },
      capacity: options.capacity,
      lease: options.lease,
      watch: (event) => options.watch(goal, event),
    });
  }

  #mirror(where: Installed): Promise<{ mirror: GitMirror; outbox: Outbox }> {
    const name = `${where.owner}/${where.repo}`;
    const known = this.#mirrors.get(name) ?? this.#openMirror(where, name);
    this.#mirrors.set(name, known);
    return known;
  }

  async #openMirror(where: Installed, name: string): Promise<{ mirror: GitMirror; outbox: Outbox }> {
    const login = async () => {
      const octokit = await this.#probot.auth(where.installation);
      const { token } = (await octokit.auth({ type: "installation" })) as { token: string };
      return `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
    };
    const folder = join(this.#options.state, "mirrors", `${where.owner}-${where.repo}.git`);
    const mirror = new GitMirror(folder, `${this.#options.gitUrl}/${name}.git`, login);
    await mirror.prepare();
    return { mirror, outbox: new Outbox(mirror) };
  }
}

interface Hint {
  readonly repository?: { readonly full_name: string };
  readonly installation?: { readonly id: number };
  readonly ref?: string;
  readonly issue?: { readonly number: number; readonly labels?: readonly { readonly name?: string }[] };
}
