/** The app as a fresh process has it: an empty folder, no webhooks, no workers, and models that are never asked. */

import type { Probot } from "probot";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import { App } from "../../src/app.ts";
import { crewFrom } from "../../src/cli/crew.ts";
import { probotFor } from "../../src/cli/embedded.ts";
import { readEnvironment } from "../../src/config.ts";
import { usualLease } from "../../src/domain/lease.ts";
import type { Clock } from "../../src/effect/clock.ts";
import type { LaneEvent } from "../../src/engine.ts";
import type { Forge } from "../../src/forge/forge.ts";
import { steward } from "./large-goal.ts";

export interface ColdOptions {
  readonly url: string;
  readonly gitUrl: string;
  readonly login: ReturnType<Forge["createApp"]>;
  readonly state: string;
  readonly watch: (event: LaneEvent) => void;
  readonly probot?: Probot;
  readonly clock?: Clock;
  readonly notInPublic?: string;
}

const model = "compatible/never-asked";

export async function aColdApp(options: ColdOptions): Promise<App> {
  const {
    url,
    gitUrl,
    login,
    state,
    watch,
    probot = probotFor({ url }, login),
    clock,
    notInPublic,
  } = options;
  const env = readEnvironment({ OPENAI_BASE_URL: "http://127.0.0.1:9" });
  const crew = await crewFrom({ planner: model, worker: model, judge: model }, env, noSandbox());
  return new App(probot, {
    ...(clock && { clock }),
    ...(notInPublic && { notInPublic }),
    instance: steward,
    state,
    secret: login.webhookSecret,
    gitUrl,
    sweepSeconds: 3600,
    capacity: 0,
    lease: usualLease,
    crew: { ...crew, sandbox: noSandbox() },
    watch: (_goal, event) => watch(event),
  });
}

/** Events of a lane, one after the other, as a test or a measurement waits for them. */
export class Events {
  readonly troubles: string[] = [];
  #waiting: { readonly kind: LaneEvent["kind"]; readonly resolve: (event: LaneEvent) => void }[] = [];

  readonly watch = (event: LaneEvent): void => {
    if (event.kind === "trouble") this.troubles.push(`${event.what}: ${event.error}`);
    const met = this.#waiting.filter((one) => one.kind === event.kind);
    this.#waiting = this.#waiting.filter((one) => one.kind !== event.kind);
    for (const one of met) one.resolve(event);
  };

  /** The next event of a kind; ask before what brings it about. */
  next<Kind extends LaneEvent["kind"]>(kind: Kind): Promise<Extract<LaneEvent, { kind: Kind }>> {
    return new Promise((resolve) => {
      this.#waiting.push({ kind, resolve: (event) => resolve(event as Extract<LaneEvent, { kind: Kind }>) });
    });
  }
}
