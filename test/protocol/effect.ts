/** What a command does to the forge, one atomic effect after the other: the generators stand for the code in src/effect. */

import type { Entry, Limits } from "../../src/domain/entry.ts";
import type { Issue, World } from "../../src/domain/world.ts";
import type { Commits } from "./commits.ts";
import type { Job, Move, RefName } from "./state.ts";

export type Effect =
  /** A new commit on a task branch (takeStep of effect/steps.ts). Answers the commit, or 0. */
  | {
      readonly kind: "step";
      readonly task: number;
      /** Undefined is a push without an expected value. */
      readonly from: number | undefined;
      readonly parents: readonly number[];
      readonly tree: readonly number[];
      readonly message: (nonce: string) => string;
      /** Starts when the step was taken. */
      readonly starts?: (commit: number, nonce: string) => Job;
    }
  /** A push of the log (effect/log-branch.ts). A refused one ends the round. */
  | {
      readonly kind: "append";
      readonly subject: string;
      readonly entries: readonly Entry[];
      readonly kept: readonly number[];
      readonly anyway?: boolean;
      /** The job whose result this is: it is over when the log has it. */
      readonly ends?: Job;
    }
  /** One push of several moves and of the log, all or none (`appendWith` of effect/log-branch.ts). Answers 1 or 0. */
  | {
      readonly kind: "land";
      readonly subject: string;
      readonly entries: readonly Entry[];
      readonly moves: readonly Move[];
      readonly tasks: readonly number[];
      /** Without the log. */
      readonly unfenced?: boolean;
      readonly torn?: boolean;
    }
  /** One move of one ref (effect/outbox.ts). Answers 1 or 0. */
  | { readonly kind: "move"; readonly ref: RefName; readonly from: number | undefined; readonly to: number }
  /** A new issue with its marker. Answers its number. */
  | { readonly kind: "create"; readonly intent: string; readonly label: string }
  | {
      readonly kind: "patch";
      readonly issue: number;
      readonly open?: boolean;
      readonly labels?: readonly string[];
      readonly reported?: Issue["reported"];
    }
  /** Reads an issue again. Answers 1 while it is open, else 2. */
  | { readonly kind: "read"; readonly issue: number }
  /** No effect outside: a job of this process begins. */
  | { readonly kind: "start"; readonly job: Job }
  /** The round goes no further. */
  | { readonly kind: "throw" };

export type Doing = Generator<Effect, void, number>;

export interface Scene extends Ground {
  readonly world: World;
  /** The log's tip when the command began. */
  readonly logTip: number;
}

/** What is the same for everybody. */
export interface Ground {
  readonly commits: Commits;
  readonly base: number;
  readonly limits: Partial<Limits>;
  /** The path that a work changes. */
  readonly pathOf: (work: number) => string;
}

/** Merges trees as git would, path by path; where both sides changed one apart from each other, its works are all there. */
export function mergeOf(
  { commits, pathOf }: Pick<Ground, "commits" | "pathOf">,
  ours: number,
  theirs: number,
) {
  const trees = [ours, theirs, commits.mergeBase(ours, theirs) ?? ours].map((id) => commits.get(id).tree);
  const tree: number[] = [];
  let clean = true;
  for (const path of new Set(trees.flat().map(pathOf))) {
    const [a = [], b = [], base = []] = trees.map((works) => works.filter((work) => pathOf(work) === path));
    const isChanged = (works: readonly number[]) => works.join() !== base.join();
    const apart = isChanged(a) && isChanged(b) && a.join() !== b.join();
    if (apart) clean = false;
    tree.push(...new Set(apart ? [...a, ...b] : isChanged(a) ? a : b));
  }
  return { clean, tree: tree.sort((x, y) => x - y) };
}
