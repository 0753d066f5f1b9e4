/** What all agents of one goal share: the outside, the models, the sandbox, and a view of the latest world. */

import { join } from "node:path";
import type { Grant, Spent } from "../../domain/money.ts";
import { isOver, tasksOf } from "../../domain/task.ts";
import { directivesAbove } from "../../domain/tree.ts";
import type { World } from "../../domain/world.ts";
import type { Checkout } from "../../effect/checkout.ts";
import type { Outside } from "../../effect/outside.ts";
import type { Model, Turn } from "../../model/model.ts";
import type { Price } from "../../model/prices.ts";
import type { DirectiveLine } from "../brief.ts";
import type { AgentLimits } from "../loop.ts";
import type { Prompt, PromptRole } from "../prompt.ts";
import { registryEnvironment } from "../registry.ts";
import type { Sandbox, Share } from "../sandbox/sandbox.ts";
import { prepareSetup } from "../setup.ts";
import type { Workspace } from "../tools/workspace.ts";
import { readOwnPrompt } from "./own-prompt.ts";

export const roles = ["planner", "worker", "judge"] as const;

export type Role = (typeof roles)[number];

export interface Staff {
  readonly model: Model;
  readonly price: Price | undefined;
}

export interface CrewOptions {
  readonly outside: Outside;
  readonly staff: (role: Role) => Staff;
  readonly prompt: (role: PromptRole) => Prompt;
  readonly sandbox: Sandbox;
  /** Where workspaces and installs live. */
  readonly folder: string;
  readonly commandTimeoutMs: number;
  /** The latest world that was loaded. */
  readonly world: () => World;
  /** Resolves once nobody has paused the goal, or the signal aborts. */
  readonly unpaused: (signal: AbortSignal) => Promise<void>;
  /** An agent was told of a directive that came while it worked. */
  readonly heard: () => void;
  readonly signal: AbortSignal;
}

export const limits: Readonly<Record<Role, AgentLimits>> = {
  planner: {
    turns: 60,
    seconds: 1800,
    maxOutputTokens: 16_000,
    toolOutputChars: 30_000,
    contextTokens: 120_000,
  },
  worker: {
    turns: 120,
    seconds: 3600,
    maxOutputTokens: 16_000,
    toolOutputChars: 30_000,
    contextTokens: 120_000,
  },
  judge: {
    turns: 40,
    seconds: 1800,
    maxOutputTokens: 16_000,
    toolOutputChars: 30_000,
    contextTokens: 120_000,
  },
};

/** The goal's setup commands ended badly; the message says which and how. */
export class SetupFailed extends Error {}

export class Crew {
  readonly options: CrewOptions;
  /** What a task's worker said and heard so far, so that it solves its own conflicts; lost at a restart. */
  readonly transcripts = new Map<number, readonly Turn[]>();
  /** The directives that agents were told of, by the issue of their last run. */
  readonly told = new Map<number, readonly string[]>();
  #shares: { readonly setup: string; readonly made: Promise<readonly Share[]> } | undefined;

  constructor(options: CrewOptions) {
    this.options = options;
  }

  /** Transcripts of tasks that are over are as long as all others, and nobody goes on from them. */
  forgetOver(world: World): void {
    for (const { number } of tasksOf(world).filter(isOver)) {
      this.transcripts.delete(number);
      this.told.delete(number);
    }
  }

  /** A fresh folder with this tree, and the tools' view of it. Whatever an earlier run left there is removed. */
  async openWorkspace(
    name: string,
    tree: string,
    writable: boolean,
  ): Promise<{ checkout: Checkout; workspace: Workspace }> {
    const shares = await this.shares();
    const checkout = await this.options.outside.checkouts.checkOut(
      join(this.options.folder, "work", name),
      tree,
    );
    const { sandbox, commandTimeoutMs } = this.options;
    return { checkout, workspace: { root: checkout.root, sandbox, shares, writable, commandTimeoutMs } };
  }

  /** What the goal's setup commands install, made once on the trusted base. Rejects with SetupFailed. */
  shares(): Promise<readonly Share[]> {
    const setup = JSON.stringify(this.options.world().log.charter?.setup);
    if (this.#shares?.setup !== setup) {
      const made = this.#install();
      this.#shares = { setup, made };
      made.catch(() => {
        if (this.#shares?.made === made) this.#shares = undefined;
      });
    }
    return this.#shares.made;
  }

  async #install(): Promise<readonly Share[]> {
    const { charter, base } = this.options.world().log;
    if (!charter || !base || charter.setup.length === 0) return [];
    const { outside, folder, sandbox, signal } = this.options;
    const checkout = await outside.checkouts.checkOut(join(folder, "work", "setup"), base);
    const result = await prepareSetup({
      tree: checkout.root,
      commands: charter.setup,
      store: join(folder, "setup"),
      sandbox,
      environment: await registryEnvironment(signal),
      signal,
    });
    if ("failed" in result) throw new SetupFailed(result.failed);
    return result.shares;
  }

  /** The repository's own prompt for a role, else ours. */
  async prompt(role: PromptRole): Promise<Prompt> {
    const { base } = this.options.world().log;
    const own = base && (await readOwnPrompt(this.options.outside.mirror, base, role));
    return own ?? this.options.prompt(role);
  }

  /** What the model is told of the place it works in. */
  environment(): string {
    const { charter } = this.options.world().log;
    const checks = charter?.checks.map((check) => `\`${check}\``).join(", ") || "none are known";
    const shell =
      this.options.sandbox.kind !== "none"
        ? "Commands run in a sandbox without network; the workspace is at /workspace."
        : "Commands run in the workspace; do not use the network.";
    return `${shell} The checks of the goal: ${checks}. A command may last ${this.options.commandTimeoutMs / 1000} seconds.`;
  }

  /** What people said at the issue and above it; for the whole goal's planner and judge, wherever they said it. */
  directives(issue: number): readonly DirectiveLine[] {
    const world = this.options.world();
    const said = issue === world.goal.number ? world.log.directives : directivesAbove(world, issue);
    return said.map((d) => ({
      id: d.id,
      from: d.login,
      issue: d.issue,
      text: d.text,
    }));
  }
}

/** What is left of a grant after what was spent of it. */
export const remaining = (grant: Grant, spent: Spent): Grant => ({
  usd: grant.usd === undefined ? undefined : grant.usd - (spent.usd ?? 0),
  tokens: grant.tokens === undefined ? undefined : grant.tokens - spent.inputTokens - spent.outputTokens,
});
