/** What was asked of the forge: one line per API call and per ref transaction, kept beside the state. */

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./faults/kinds.ts";

export interface Call {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** The operation, as "issues/update" or "graphql:createIssue". */
  readonly route: string;
  readonly status: number;
  /** The login that called, or "anonymous". */
  readonly actor: string;
  /** The repository as "owner/name", when the call concerns one. */
  readonly repository?: string;
  /** The issue or pull request it concerns, the one it created included. */
  readonly issue?: number;
  /** How many things it created that GitHub's content limit counts; 0 when it was refused. */
  readonly contentWrites: number;
  readonly milliseconds: number;
}

export interface RefUpdate {
  readonly ref: string;
  /** The object before, 40 zeros when the ref did not exist. */
  readonly old: string;
  /** The object after, 40 zeros when the ref was deleted. */
  readonly new: string;
}

export interface Push {
  readonly at: string;
  readonly repository: string;
  readonly actor: string;
  /** "git" for a push, "api" for a ref moved by REST or GraphQL. */
  readonly via: "git" | "api";
  readonly atomic: boolean;
  /** How many ref updates were asked for; more than `updates` when some were refused. */
  readonly asked: number;
  readonly updates: readonly RefUpdate[];
}

export interface Journal {
  calls(): readonly Call[];
  pushes(): readonly Push[];
  /** What the forge did wrong on purpose. */
  faults(): readonly Fault[];
}

/** The journal as the forge writes it. */
export class JournalFile implements Journal {
  readonly #callsPath: string;
  readonly #pushesPath: string;
  readonly #faultsPath: string;
  readonly #calls: Call[];
  readonly #pushes: Push[];
  readonly #faults: Fault[];

  constructor(dir: string) {
    this.#callsPath = join(dir, "calls.jsonl");
    this.#pushesPath = join(dir, "pushes.jsonl");
    this.#faultsPath = join(dir, "faults.jsonl");
    this.#calls = readLines<Call>(this.#callsPath);
    this.#pushes = readLines<Push>(this.#pushesPath);
    this.#faults = readLines<Fault>(this.#faultsPath);
  }

  calls(): readonly Call[] {
    return this.#calls;
  }

  pushes(): readonly Push[] {
    return this.#pushes;
  }

  faults(): readonly Fault[] {
    return this.#faults;
  }

  recordCall(call: Call): void {
    this.#calls.push(call);
    appendFileSync(this.#callsPath, `${JSON.stringify(call)}\n`);
  }

  recordPush(push: Push): void {
    this.#pushes.push(push);
    appendFileSync(this.#pushesPath, `${JSON.stringify(push)}\n`);
  }

  recordFault(fault: Fault): void {
    this.#faults.push(fault);
    appendFileSync(this.#faultsPath, `${JSON.stringify(fault)}\n`);
  }
}

function readLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) appendFileSync(path, "\n");
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}
