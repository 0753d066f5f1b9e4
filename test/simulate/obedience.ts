/** What each process has read of people's orders, and that it begins nothing against them a bounded time later. */

import { parseBranch } from "../../src/codec/branch-name.ts";
import { parseTip } from "../../src/codec/trailers.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { Question } from "../../src/model/model.ts";
import type { Branches, Transaction } from "./branches.ts";
import type { Breach } from "./invariants.ts";
import { entriesTo, vetoOn } from "./log-record.ts";

/** A call of a model begins in the process itself: it is stopped at once. */
const callGrace = 1000;
/** A claim that was sent before may take effect so much later. */
const claimGrace = 180_000;

/** The orders in force, each by a name of its own; whether another took a veto back depends on the issue. */
function ordersIn(entries: readonly Entry[]): ReadonlySet<string> {
  const said = entries.filter((entry) => entry.kind === "command");
  const last = said.findLast(({ word }) => word === "pause" || word === "resume");
  const retry = said.findLastIndex(({ word }) => word === "retry");
  const vetoes = said.filter(({ word }) => word === "veto").map(nameOf);
  const stop = said.slice(retry + 1).some(({ word }) => word === "stop") ? ["stop"] : [];
  return new Set([...vetoes, ...stop, ...(last?.word === "pause" ? ["pause"] : [])]);
}

const nameOf = ({ issue, comment }: { issue: number; comment: number }) => `veto on #${issue} (${comment})`;

interface Read {
  entries: readonly Entry[];
  /** When each order in force was first read. */
  since: ReadonlyMap<string, number>;
}

export class Obedience {
  readonly #branches: Branches;
  readonly #breach: (breach: Breach) => void;
  readonly #read = new Map<string, Read>();

  constructor(branches: Branches, breach: (breach: Breach) => void) {
    this.#branches = branches;
    this.#breach = breach;
  }

  /** The process has read everything up to this tip of the log. */
  reads(process: string, tip: string | undefined, at: number): void {
    const entries = entriesTo(this.#branches, tip);
    const before = this.#read.get(process);
    if (before?.entries === entries) return;
    const since = new Map([...ordersIn(entries)].map((order) => [order, before?.since.get(order) ?? at]));
    this.#read.set(process, { entries, since });
  }

  /** I8: a call of a model begins. */
  asks(process: string, role: string, { turns }: Question, at: number): void {
    const brief = turns.findLast((turn) => turn.role === "user" && turn.text.startsWith("Role: "));
    const issue = Number(/^Issue: #(\d+)/m.exec(brief?.text ?? "")?.[1] ?? 0);
    const orders = ["pause", "stop", ...(role === "judge" ? [] : this.#vetoesOf(process, issue))];
    this.#judge(process, orders, callGrace, at, `asked a model for the ${role} of #${issue}`);
  }

  /** I8: no task is claimed in a pause, after a stop, or though it was vetoed. */
  claims({ by, at, moves }: Transaction): void {
    for (const { branch, from, to } of moves) {
      const parsed = parseBranch(branch);
      if (parsed?.kind !== "task") continue;
      const claim = this.#claimAt(to);
      if (claim === undefined || claim === this.#claimAt(from)) continue;
      const orders = ["pause", "stop", ...this.#vetoesOf(by, parsed.task)];
      this.#judge(by, orders, claimGrace, at, `claimed ${branch}`);
    }
  }

  #vetoesOf(process: string, issue: number): readonly string[] {
    const veto = vetoOn(this.#read.get(process)?.entries ?? [], issue);
    return veto ? [nameOf(veto)] : [];
  }

  #claimAt(tip: string | undefined): string | undefined {
    if (tip === undefined) return undefined;
    const { sha, message } = this.#branches.objects.read(tip);
    const { state } = parseTip(sha, message);
    return state.kind === "claimed" ? state.claim : undefined;
  }

  #judge(process: string, orders: readonly string[], grace: number, at: number, did: string): void {
    const since = this.#read.get(process)?.since;
    for (const order of orders) {
      const age = at - (since?.get(order) ?? at);
      if (age <= grace) continue;
      const what = `${process} ${did} ${age / 1000} s after it had read "${order}"`;
      this.#breach({ invariant: "I8", what, at });
    }
  }
}
