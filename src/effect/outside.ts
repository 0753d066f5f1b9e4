/** All that one goal's effects need of the outside world. */

import { randomUUID } from "node:crypto";
import { formatBranch } from "../codec/branch-name.ts";
import type { Checkouts } from "./checkout.ts";
import type { Clock } from "./clock.ts";
import type { GitHub } from "./github.ts";
import type { LogBranch } from "./log-branch.ts";
import type { Mirror } from "./mirror.ts";
import type { Outbox } from "./outbox.ts";

export interface Outside {
  readonly goal: number;
  readonly instance: string;
  /** Signs markers; the app's webhook secret. */
  readonly secret: string;
  readonly clock: Clock;
  /** Makes a commit unique, so that of two clients only one can have pushed it. */
  readonly nonce: () => string;
  readonly mirror: Mirror;
  readonly checkouts: Checkouts;
  readonly outbox: Outbox;
  readonly github: GitHub;
  readonly log: LogBranch;
  /** As it was called when it was last found. */
  defaultBranch: string;
  /** Told of a comment that is gone, which no list says. */
  readonly forget: (comment: number) => void;
}

export const randomNonce = (): string => randomUUID().slice(0, 13);

export const taskBranch = (outside: Pick<Outside, "goal">, task: number) =>
  formatBranch({ kind: "task", goal: outside.goal, task });

export const goalBranch = (outside: Pick<Outside, "goal">, kind: "integration" | "green" | "log") =>
  formatBranch({ kind, goal: outside.goal });
