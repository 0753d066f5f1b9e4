/** One process that is started, killed, stopped and started again, with what it says kept in a file. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** When it ran, in milliseconds since 1970; not over while `to` is absent. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

/** A supervisor that ends, however it does, leaves nobody behind. */
const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

export class Process {
  readonly name: string;
  readonly #command: () => Command;
  #child: ChildProcess | undefined;
  #stopped = false;
  #spans: Span[] = [];

  /** `command` is asked anew at each start. */
  constructor(name: string, command: () => Command) {
    this.name = name;
    this.#command = command;
  }

  /** Undefined while it is dead. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** When it was neither dead nor stopped. */
  get spans(): readonly Span[] {
    return this.#spans;
  }

  start(): void {
    if (this.#child) return;
    const { args, cwd, env, logFile } = this.#command();
    const log = openSync(logFile, "a");
    const child = spawn(process.execPath, [...args], { cwd, env: { ...env }, stdio: ["ignore", log, log] });
    closeSync(log);
    this.#child = child;
    alive.add(child);
    this.#begin();
    child.once("exit", () => {
      alive.delete(child);
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#end();
    });
  }

  /** kill -9. False when it was not alive. */
  async kill(): Promise<boolean> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return false;
    this.#stopped = false;
    const exit = once(child, "exit");
    if (!child.kill("SIGKILL")) return false;
    await exit;
    return true;
  }

  /** SIGSTOP. */
  stop(): boolean {
    if (this.#stopped || !this.#child?.kill("SIGSTOP")) return false;
    this.#stopped = true;
    this.#end();
    return true;
  }

  /** SIGCONT. */
  wake(): void {
    this.#child?.kill("SIGCONT");
    if (this.#stopped) this.#begin();
    this.#stopped = false;
  }

  #begin(): void {
    this.#spans.push({ from: Date.now() });
  }

  #end(): void {
    const last = this.#spans.at(-1);
    if (last && last.to === undefined) this.#spans[this.#spans.length - 1] = { ...last, to: Date.now() };
  }
}
