/** Hosts a worker: from a claim to a submission, a question or an end, with progress pushed so that the claim stays ours. */

import { formatHandOff } from "../../codec/hand-off.ts";
import type { Sha } from "../../domain/ids.ts";
import { renewalOf } from "../../domain/lease.ts";
import { checksOn } from "../../domain/log.ts";
import { addSpent, type Grant } from "../../domain/money.ts";
import { tasksOf } from "../../domain/task.ts";
import type { TipFacts, TipState } from "../../domain/tip.ts";
import type { World } from "../../domain/world.ts";
import { Unfit } from "../../effect/checkout.ts";
import { every } from "../../effect/clock.ts";
import { unfitness } from "../../effect/fitness.ts";
import type { MergeOutcome } from "../../effect/mirror.ts";
import { endTask } from "../../effect/steps.ts";
import { answeredWords, directiveNotice, type ReturnBrief, returnBrief, workerBrief } from "../brief.ts";
import { createPurse } from "../spending.ts";
import { writingTools } from "../tools/kit.ts";
import { runWorker } from "../worker.ts";
import { type Crew, limits, remaining } from "./crew.ts";
import { Hold, type MakeStep } from "./hold.ts";
import { Listener } from "./listener.ts";
import { stepContent } from "./step-content.ts";
import { refusalOf } from "./submission.ts";

export interface Claimed {
  readonly task: number;
  readonly title: string;
  readonly body: string;
  readonly cycle: number;
  /** The claim's nonce, commit, and what the branch carries on. */
  readonly claim: string;
  readonly commit: Sha;
  readonly facts: TipFacts;
  /** How the task stood before this claim; undefined for a first claim. */
  readonly before: TipState | undefined;
  readonly grant: Grant;
  /** Tells the lane each new tip that this host pushed. */
  readonly moved: (tip: Sha) => void;
}

type OwnState = Exclude<TipState, { kind: "pushed" | "landed" | "reverted" }>;

export async function hostWorker(crew: Crew, work: Claimed, signal: AbortSignal): Promise<void> {
  const { outside } = crew.options;
  const world = crew.options.world();
  const { model, price } = crew.options.staff("worker");
  const head = work.before ? world.integration?.head : undefined;
  const unfit = head && work.before && (await unfitness(outside, world, head, work.commit));
  if (unfit) {
    const { task: number, title, facts, claim } = work;
    const state: TipState = { kind: "claimed", claim, instance: outside.instance };
    const ending = { number, title, reason: "failed", words: unfit } as const;
    await endTask(outside, ending, { sha: work.commit, facts, state }, head);
    return;
  }
  const merge: MergeOutcome = head
    ? await outside.mirror.mergeTrees(work.commit, head)
    : { kind: "clean", tree: await outside.mirror.treeOf(work.commit) };
  const { checkout, workspace } = await crew.openWorkspace(`task-${work.task}`, merge.tree, true);
  const leaveOut = workspace.shares.map((share) => share.name);
  const listener = new Listener(crew, work.task);
  const purse = createPurse(remaining(work.grant, work.facts.spent), price);
  const facts = (): TipFacts => ({
    ...work.facts,
    model: model.name,
    spent: addSpent(work.facts.spent, purse.spent()),
  });
  const hold = new Hold(outside, work.task, work.commit, work.moved);
  const working = AbortSignal.any([signal, hold.lost]);

  const snapshot = () => outside.checkouts.snapshot(checkout, leaveOut);
  const conflicts = merge.kind === "conflict" ? merge.files : [];
  const place = { mirror: outside.mirror, snapshot, head, conflicts };
  const next =
    (state: OwnState, subject: string, words: string): MakeStep =>
    async (tip) => {
      const content = await stepContent(place, state.kind, tip);
      const message = { subject: `${subject} #${work.task}: ${work.title}`, words, facts: facts(), state };
      return { ...content, message };
    };
  const finish = (...given: Parameters<typeof next>): Promise<void> =>
    hold.insist(next(...given), world.lease, working);
  const stopRenewing = every(outside.clock, renewalOf(world.lease), () => {
    const state: TipState = { kind: "claimed", claim: work.claim, instance: outside.instance };
    hold.take(next(state, "work on", "")).catch(() => {});
  });

  try {
    const outcome = await runWorker({
      brief: briefFor(crew, work, merge),
      ...historyOf(crew, work),
      model,
      prompt: await crew.prompt("worker"),
      inputs: { environment: crew.environment() },
      tools: writingTools(workspace),
      limits: limits.worker,
      purse,
      beforeStep: (signal) => listener.news(directiveNotice, signal),
      signal: working,
      clock: outside.clock,
      maySubmit: async (handOff, alreadyDone) => {
        try {
          return await refusalOf({
            mirror: outside.mirror,
            base: head ?? work.commit,
            tree: await snapshot(),
            conflicts,
            handOff,
            alreadyDone,
            directives: listener.told,
          });
        } catch (error) {
          if (error instanceof Unfit) return error.message;
          throw error;
        }
      },
    });
    stopRenewing();
    crew.transcripts.set(work.task, outcome.turns);
    if (outcome.kind === "finished" && outcome.result.kind === "submitted")
      await finish({ kind: "submitted", handOff: "" }, "submit", formatHandOff(outcome.result.handOff));
    else if (outcome.kind === "finished" && outcome.result.kind === "asked") {
      const { question } = outcome.result;
      // What was said while the worker was at it came before the question, and is no answer.
      const seen = crew.options.world().log.directives.length;
      await finish({ kind: "asked", question, seen }, "ask on", question);
    } else if (outcome.kind === "failed" && outcome.reason !== "aborted") {
      const reason = outcome.reason === "out-of-budget" ? "out-of-budget" : "failed";
      const words = `${outcome.reason}: ${outcome.message}`;
      await finish({ kind: "ended", reason, words }, "end", words);
    }
  } finally {
    stopRenewing();
  }
}

/** A worker that comes back to its own task goes on from what it knows. */
function historyOf(crew: Crew, work: Claimed) {
  const history = work.before ? crew.transcripts.get(work.task) : undefined;
  return history ? { history } : {};
}

function briefFor(crew: Crew, work: Claimed, merge: MergeOutcome): string {
  const world = crew.options.world();
  const heading = {
    issue: { number: work.task, title: work.title },
    cycle: work.cycle,
    attempt: work.facts.attempt,
    directives: crew.directives(work.task),
    conflicts: merge.kind === "conflict" ? merge.files.map((path) => ({ path, meets: [] })) : [],
  };
  const words = wordsOf(crew, work);
  if (work.before && crew.transcripts.has(work.task)) {
    const reason = returnReasonOf(work.before);
    return returnBrief({ ...heading, reason, words });
  }
  const { charter } = world.log;
  const head = world.integration?.head;
  const results = head && checksOn(world.log, head);
  return workerBrief({
    ...heading,
    goal: charter?.text ?? "",
    task: work.body,
    checks: (charter?.checks ?? []).map((command) => ({
      command,
      result: results?.find((r) => r.command === command),
    })),
    needed: neededBy(world, work.task),
    earlier: words === "" ? [] : [words],
  });
}

const returnReasonOf = (before: TipState): ReturnBrief["reason"] =>
  before.kind === "returned" ? before.reason : before.kind === "pushed" ? "pushed" : "answered";

function neededBy(world: World, number: number): readonly string[] {
  const needs = tasksOf(world).find((task) => task.number === number)?.needs ?? [];
  return needs.flatMap((need) => {
    const landing = world.log.landings.get(need);
    return landing ? [`#${need}: ${landing.handOff.done}`] : [];
  });
}

/** What was said of the last attempt: why it came back, or what was asked and answered. */
function wordsOf(crew: Crew, work: Claimed): string {
  if (work.before?.kind === "returned") return work.before.words;
  if (work.before?.kind !== "asked") return "";
  const answers = crew.options
    .world()
    .log.directives.slice(work.before.seen)
    .filter((d) => d.issue === work.task);
  return answeredWords(work.before.question, answers);
}
