/**
 * A whole swarm for stories: the real forge, the real app, real git, and a played model; only the lines are written.
 * Whatever the forge answers and delivers in a story is held against GitHub's description of it.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../src/agent/sandbox/sandbox.ts";
import { App } from "../../src/app.ts";
import { crewFrom } from "../../src/cli/crew.ts";
import { startPlayer } from "../../src/cli/demo/played-model.ts";
import type { Line } from "../../src/cli/demo/script.ts";
import { type Embedded, probotFor, startEmbedded } from "../../src/cli/embedded.ts";
import { openGoal, reportOf } from "../../src/cli/goal-run.ts";
import { Narrator } from "../../src/cli/narrator.ts";
import type { Report } from "../../src/cli/report.ts";
import { readEnvironment } from "../../src/config.ts";
import { usualLease } from "../../src/domain/lease.ts";
import type { World } from "../../src/domain/world.ts";
import { systemClock } from "../../src/effect/clock.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import type { LaneEvent } from "../../src/engine.ts";
import type { FaultOptions } from "../../src/forge/forge.ts";
import { record } from "../forge/openapi/record.ts";

export interface SwarmOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
  readonly seed?: number;
  /** An earlier swarm's folder, to go on where it stopped. */
  readonly state?: string;
  readonly instance?: string;
  readonly sandbox?: Sandbox;
  /** Lets the forge misbehave. */
  readonly faults?: FaultOptions;
}

export interface Swarm extends AsyncDisposable {
  readonly state: string;
  readonly embedded: Embedded;
  /** Everything that was told, for the message of a failed test. */
  readonly timeline: string[];
  opensGoal(title: string, body: string): Promise<number>;
  /** Waits for the goal's end. */
  ends(): Promise<World>;
  /** Waits until the swarm's latest world satisfies a condition. */
  until(condition: (world: World) => boolean): Promise<World>;
  /** One more process of the same app, with a folder of its own and no webhooks; `monotonic` is its clock. */
  joins(instance: string, monotonic: () => number): App;
  report(): Promise<Report>;
  /** Stops the processes and keeps the folder. */
  stops(): Promise<void>;
}

export const where = { owner: "acme", name: "shop" };
const commandTimeoutMs = 60_000;

export async function startSwarm(options: SwarmOptions): Promise<Swarm> {
  const recording = record();
  const state = options.state ?? (await mkdtemp(join(tmpdir(), "stigmergy-story-")));
  const from = await repositoryOf(state, options.files);
  const seed = options.seed === undefined ? {} : { seed: options.seed };
  const player = await startPlayer({ lines: { kind: "scripted", lines: options.lines }, ...seed });
  const timeline: string[] = [];
  const narrator = new Narrator((line) => timeline.push(line), 60_000);
  const waiting = new Set<{ condition: (world: World) => boolean; resolve: (world: World) => void }>();
  const env = readEnvironment({ OPENAI_BASE_URL: player.baseUrl });
  const model = "compatible/scripted";
  const crew = await crewFrom({ planner: model, worker: model, judge: model }, env, noSandbox());
  const process = {
    capacity: 8,
    lease: usualLease,
    crew: { ...crew, sandbox: options.sandbox ?? noSandbox(), commandTimeoutMs },
    watch: (_goal: number, event: LaneEvent) => {
      narrator.watch(event);
      if (event.kind !== "world") return;
      for (const one of waiting) if (one.condition(event.world)) one.resolve(event.world);
    },
  };
  const embedded = await startEmbedded({
    state,
    port: 0,
    repository: { ...where, from, ref: "main" },
    human: "ada",
    app: { ...process, instance: options.instance ?? "one", sweepSeconds: 60 },
    ...(options.faults && { faults: options.faults }),
  });
  const others: App[] = [];
  const joins = (instance: string, monotonic: () => number) => {
    const { forge } = embedded;
    const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
    const clock = { ...systemClock, monotonic };
    const own = { instance, clock, state: join(state, instance), sweepSeconds: 0.2 };
    const app = new App(probotFor(forge, login), {
      ...process,
      ...own,
      secret: login.webhookSecret,
      gitUrl: forge.url,
    });
    others.push(app);
    return app;
  };
  const stops = async () => {
    narrator.end();
    await Promise.all(others.map((other) => other.stop()));
    await embedded.close();
    await player.close();
  };
  let stopped = false;
  const once = async () => {
    if (!stopped) await stops();
    stopped = true;
  };
  return {
    state,
    embedded,
    timeline,
    opensGoal: (title, body) => openGoal(embedded, where, title, body),
    ends: () => Promise.race([narrator.closed, tooLong(timeline)]),
    until: (condition) => new Promise((resolve) => waiting.add({ condition, resolve })),
    report: () =>
      reportOf(embedded, narrator, state, where, {
        model: { kind: "scripted", simulated: true },
        sandbox: "none",
        branch: null,
      }),
    joins,
    stops: once,
    [Symbol.asyncDispose]: async () => {
      await once();
      recording[Symbol.dispose]();
      expect(recording.seen.size).toBeGreaterThan(0);
      expect(recording.breaches).toEqual([]);
      await rm(state, { recursive: true, force: true });
    },
  };
}

/** A bare repository with these files on main; its folder. */
export async function repositoryOf(state: string, files: Readonly<Record<string, string>>): Promise<string> {
  const bare = join(state, "source.git");
  const mirror = new GitMirror(bare, "", async () => "");
  await mirror.prepare();
  const tree = await mirror.treeWith(
    undefined,
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  await mirror.run(["update-ref", "refs/heads/main", await mirror.commit(tree, [], "The beginning\n")]);
  await mirror.run(["symbolic-ref", "HEAD", "refs/heads/main"]);
  return bare;
}

type Call = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A line with its turns in short: each turn is a list of calls, said after `seconds`. */
export const says = (
  role: Line["role"],
  issue: string,
  turns: readonly (readonly Call[])[],
  more: Partial<Pick<Line, "cycle" | "attempt" | "when">> & { seconds?: number } = {},
): Line => {
  const { seconds = 0.05, ...keys } = more;
  return {
    role,
    issue,
    when: {},
    ...keys,
    turns: turns.map((calls) => ({ seconds, text: "", calls: calls.map((call) => ({ ...call })) })),
  } as Line;
};

/** A root planner that asks for one task and is done. */
export const plansOne = (goal: string, task: string): Line => {
  const asked = { key: "one", title: task, description: task, done_when: [task] };
  return says("planner", goal, [[{ create_task: asked }, { finish: { done: true, hand_off: "one task" } }]], {
    attempt: 1,
  });
};

/** A story that does not end says what happened until then. */
function tooLong(timeline: readonly string[]): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`The goal did not end:\n${timeline.join("\n")}`)), 150_000).unref();
  });
}
