/** Probot's face: webhooks and a timer become wake-ups of lanes, one lane per goal. */

import { join } from "node:path";
import type { Probot } from "probot";
import type { CrewOptions } from "./agent/host/crew.ts";
import { Begun } from "./begun.ts";
import { formatBranch, parseBranch } from "./codec/branch-name.ts";
import { labelName } from "./codec/labels.ts";
import { repositorySecret } from "./codec/marker.ts";
import { isFinished } from "./decide/decide.ts";
import { isGoal } from "./decide/show.ts";
import type { World } from "./domain/world.ts";
import { Clients, type Installed } from "./effect/clients.ts";
import { type Clock, systemClock } from "./effect/clock.ts";
import { gitLogin } from "./effect/git-login.ts";
import type { GitHub, Repository } from "./effect/github.ts";
import { LogBranch } from "./effect/log-branch.ts";
import { Mirrors } from "./effect/mirrors.ts";
import { NoAccess } from "./effect/no-access.ts";
import { randomNonce } from "./effect/outside.ts";
import { permissions } from "./effect/scoped-token.ts";
import { type Hint, Lane, type LaneEvent } from "./engine.ts";
import { Finished } from "./finished.ts";
import { Secrets } from "./gate/secrets.ts";
import { IssueReader } from "./intake/issue-reader.ts";
import { Sweep } from "./sweep.ts";

export interface AppOptions {
  /** The same across restarts of the same process on the same state folder; never shared by two living ones. */
  readonly instance: string;
  /** Folder for mirrors and workspaces. */
  readonly state: string;
  /** Signs markers. */
  readonly secret: string;
  /** What must not leave; those of this process are added to it as they are made. */
  readonly secrets?: Secrets;
  /** Where git finds `/owner/name.git`, and people find the pages. */
  readonly gitUrl: string;
  readonly sweepSeconds: number;
  readonly capacity: number;
  readonly crew: Pick<CrewOptions, "staff" | "prompt" | "sandbox" | "commandTimeoutMs">;
  /** Milliseconds without a sign of life after which others may take over. */
  readonly lease: number;
  /** Why goals of public repositories, where strangers write, are not worked on; they are when absent. */
  readonly notInPublic?: string;
  /** The machine's when absent. */
  readonly clock?: Clock;
  readonly watch: (goal: number, event: LaneEvent) => void;
}

/** Milliseconds until a goal that could not be opened is tried again. */
const openAgain = 5000;

/** A goal that was closed while no process ran is found for so many milliseconds. */
const closedFor = 7 * 86_400_000;

/** The operator has to act before a goal of a public repository is worked on. */
class KeptPrivate extends Error {
  override readonly name = "KeptPrivate";
}

export class App {
  readonly #options: AppOptions;
  readonly #clock: Clock;
  readonly #secrets: Secrets;
  readonly #clients: Clients;
  readonly #lanes = new Map<string, Promise<Lane>>();
  readonly #finished = new Finished();
  readonly #begun = new Begun();
  readonly #mirrors: Mirrors;
  /** Repositories by their id. A hint may be late and name an old one: only a sweep changes what is known. */
  readonly #found = new Map<number, Installed>();
  readonly #sweep: Sweep;
  #timer: NodeJS.Timeout | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(probot: Probot, options: AppOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#secrets = options.secrets ?? new Secrets();
    this.#secrets.add(options.secret);
    const { secret, gitUrl: server, lease } = options;
    const [clock, secrets] = [this.#clock, this.#secrets];
    this.#clients = new Clients({ probot, secret, server, lease, clock, secrets });
    this.#mirrors = new Mirrors({ state: options.state, server, secrets });
    const visit = (where: Installed) => this.#visit(where);
    this.#sweep = new Sweep({ clients: this.#clients, log: probot.log, visit });
    probot.onAny(async (event) => this.#hear(event.payload));
    this.#timer = setInterval(() => this.sweep(), options.sweepSeconds * 1000);
    this.#timer.unref();
  }

  /** Looks at every goal that is not over of every installation; needs no webhook. Returns at once. */
  sweep(): void {
    this.#sweep.begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweep.ended();
    await Promise.all([...this.#lanes.values()].map(async (lane) => (await lane).stop()));
    await this.#ended;
  }

  /** A webhook is a hint: it says which goal, or at least which repository, to look at. */
  #hear(payload: object): void {
    const hint = payload as Payload;
    if (!hint.repository || !hint.installation) return;
    const { id, full_name } = hint.repository;
    const [owner = "", repo = ""] = full_name.split("/");
    const installed = this.#found.get(id) ?? { id, owner, repo, installation: hint.installation.id };
    this.#found.set(id, installed);
    const sender = hint.sender?.id;
    const name = (hint.ref ?? "").replace(/^refs\/heads\//, "");
    const branch = parseBranch(name);
    if (branch) {
      const { after, deleted } = hint;
      const pushed = after === undefined ? undefined : { name, sha: deleted ? undefined : after };
      this.#wake(installed, branch.goal, { sender, pushed });
      return;
    }
    const isGoal = hint.issue?.labels?.some((label) => label.name === labelName("goal"));
    if (isGoal && hint.issue && hint.comment) this.#finished.reopen(keyOf(installed, hint.issue.number));
    if (isGoal && hint.issue) this.#wake(installed, hint.issue.number, { sender });
    for (const goal of this.#awake(installed)) this.#wake(installed, goal, { sender });
  }

  async #visit(where: Installed): Promise<void> {
    await this.#leaveOldNames(where);
    const github = await this.#clients.github(where);
    const since = beginningOfDay(this.#clock.now() - closedFor);
    const goals = await this.#goals(github, where, since);
    for (const goal of goals) this.#wake(where, goal);
    for (const goal of await this.#begun.of(github, where.id, goals, since)) this.#wake(where, goal);
  }

  /** Lanes under an old name, or of an older repository of this name, end before there are others: they are one instance. */
  async #leaveOldNames(where: Installed): Promise<void> {
    const isHere = ({ owner, repo }: Repository) => owner === where.owner && repo === where.repo;
    const left = [...this.#found.values()].filter((one) => (one.id === where.id) !== isHere(one));
    for (const one of left) this.#found.delete(one.id);
    this.#found.set(where.id, where);
    for (const one of left) {
      const goals = this.#awake(one);
      await Promise.all(goals.map((goal) => this.#leave(keyOf(one, goal))));
      if (one.id === where.id) for (const goal of goals) this.#wake(where, goal);
    }
  }

  async #leave(key: string): Promise<void> {
    const lane = await this.#lanes.get(key)?.catch(() => undefined);
    await lane?.stop();
    this.#lanes.delete(key);
    this.#finished.forget(key);
  }

  /** Open goals, those a person closed not long ago, which may have to be stopped, and those we look at already. */
  async #goals(github: GitHub, where: Installed, since: string): Promise<ReadonlySet<number>> {
    const label = labelName("goal");
    const lists = await Promise.all([
      github.labelled(label, { state: "open" }),
      github.labelled(label, { state: "closed", since }),
    ]);
    const listed = lists.flat();
    for (const { number, updatedAt } of listed) this.#finished.found(keyOf(where, number), updatedAt);
    return new Set([...listed.map(({ number }) => number), ...this.#awake(where)]);
  }

  #awake(where: Installed): readonly number[] {
    const keys = [...this.#lanes.keys()].filter((key) => key.startsWith(keyOf(where, "")));
    return keys.map((key) => Number(key.split("#")[1]));
  }

  #wake(where: Installed, goal: number, hint: Hint = {}): void {
    if (this.#stopped) return;
    const key = keyOf(where, goal);
    if (this.#finished.isOver(key)) return;
    const lane = this.#lanes.get(key) ?? this.#open(where, goal);
    this.#lanes.set(key, lane);
    lane.then(
      (open) => open.hint(hint),
      (error: unknown) => {
        this.#lanes.delete(key);
        // Nothing is there: a late or wrong hint. Should it be there later, the sweep finds it.
        if ((error as { status?: number }).status === 404) return;
        this.#options.watch(goal, { kind: "trouble", what: "opening the goal", error });
        if (error instanceof NoAccess || error instanceof KeptPrivate) return;
        setTimeout(() => this.#wake(this.#found.get(where.id) ?? where, goal), openAgain).unref();
      },
    );
  }

  async #open(where: Installed, goal: number): Promise<Lane> {
    const options = this.#options;
    const github = await this.#clients.github(where);
    const scope = { repositories: [where.repo], permissions: permissions.git };
    const app = () => this.#clients.app();
    const login = gitLogin(app, where.installation, this.#clock, scope, this.#secrets);
    const { mirror, forLog, checkouts, outbox } = await this.#mirrors.of(where, login);
    const log = new LogBranch(forLog, outbox, formatBranch({ kind: "log", goal }));
    const [{ defaultBranch, isPublic }, issue] = await Promise.all([github.about(), github.issue(goal)]);
    if (isPublic && options.notInPublic !== undefined) throw new KeptPrivate(options.notInPublic);
    const { instance } = options;
    const secret = repositorySecret(options.secret, where.id);
    this.#secrets.add(secret);
    const reader = new IssueReader(github, secret, issue.createdAt);
    const forget = (comment: number) => reader.forget(comment);
    return new Lane({
      outside: {
        ...{ goal, instance, secret, mirror, outbox, github, log, defaultBranch, forget },
        ...{ clock: this.#clock, nonce: randomNonce, checkouts },
      },
      reader,
      crew: { ...options.crew, folder: join(options.state, "goals", where.owner, where.repo, String(goal)) },
      capacity: options.capacity,
      lease: options.lease,
      watch: (event) => {
        options.watch(goal, event);
        if (event.kind === "settled") this.#settle(keyOf(where, goal), event.world);
      },
    });
  }

  /** A hint may name an issue that is no goal, or is none any more; should it be one later, the sweep finds it. */
  #settle(key: string, world: World): void {
    if (world.logTip === undefined && !isGoal(world.goal)) void this.#leave(key);
    else if (this.#finished.settle(key, isFinished(world), this.#clock.monotonic())) this.#end(key);
  }

  #end(key: string): void {
    const stopped = this.#lanes.get(key)?.then((lane) => lane.stop());
    this.#lanes.delete(key);
    this.#ended = Promise.all([this.#ended, stopped]).then(() => undefined);
  }
}

const keyOf = (where: Installed, goal: number | ""): string => `${where.id}#${goal}`;

/** So that an address that names it stays the same for as long. */
const beginningOfDay = (time: number): string => `${new Date(time).toISOString().slice(0, 10)}T00:00:00Z`;

interface Payload {
  readonly sender?: { readonly id: number };
  readonly repository?: { readonly id: number; readonly full_name: string };
  readonly installation?: { readonly id: number };
  readonly ref?: string;
  /** Where a push brought the ref; other events have none. */
  readonly after?: string;
  readonly deleted?: boolean;
  readonly comment?: object;
  readonly issue?: { readonly number: number; readonly labels?: readonly { readonly name?: string }[] };
}
