/** Runs one program in a process group of its own, ends the group on time-out or abort, and caps what it prints. */

import { type ChildProcess, spawn } from "node:child_process";
import { setPriority } from "node:os";
import type { Writable } from "node:stream";
import { CappedOutput } from "./output.ts";
import type { CommandResult } from "./sandbox.ts";

export interface Program {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the program reads from the file descriptors 3, 4, … */
  readonly inputs?: readonly (string | Uint8Array)[];
  /** It is ended when it printed more. */
  readonly outputBytes: number;
  /** Called once it runs; may end it with a phrase that completes "ended because it …". Answers how to stop watching. */
  readonly guard?: (pid: number, end: (why: string) => void) => () => void;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** As `nice` counts: about a third of the processor when we want it as well. */
const LESS_URGENT = 5;

/** How long a process that left the group may hold the output open after the program has ended. */
const LINGER_MS = 1_000;

/** Resolves when the program has ended and its output is closed; rejects when it could not be started. */
export async function runProgram(program: Program): Promise<CommandResult> {
  const started = performance.now();
  if (program.signal.aborted) return { exitCode: undefined, output: "", timedOut: false, seconds: 0 };

  const inputs = program.inputs ?? [];
  const child = spawn(program.argv[0]!, program.argv.slice(1), {
    cwd: program.cwd,
    env: program.environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ...inputs.map(() => "pipe" as const)],
  });
  feed(child, inputs);
  // Whoever floods a machine shall not starve the process that is to stop it.
  if (child.pid !== undefined) lowerPriority(child.pid);
  let limit: string | undefined;
  const end = (why: string) => {
    limit ??= why;
    killGroup(child);
  };
  const output = new CappedOutput();
  let printed = 0;
  const take = (bytes: Uint8Array) => {
    printed += bytes.length;
    if (printed > program.outputBytes) end(`printed more than ${program.outputBytes} bytes`);
    else output.add(bytes);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  const unguard = child.pid === undefined ? undefined : program.guard?.(child.pid, end);

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child);
  }, program.timeoutMs);
  const onAbort = () => killGroup(child);
  program.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const exitCode = await ended(child);
    const killed = timedOut || program.signal.aborted || limit !== undefined;
    return {
      exitCode: killed ? undefined : exitCode,
      output: output.text(),
      timedOut,
      ...(limit === undefined ? {} : { limit }),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    unguard?.();
    clearTimeout(timer);
    program.signal.removeEventListener("abort", onAbort);
  }
}

function ended(child: ChildProcess): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  let linger: NodeJS.Timeout | undefined;
  child.once("error", reject);
  child.once("exit", () => {
    killGroup(child);
    linger = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, LINGER_MS);
  });
  child.once("close", (code) => {
    clearTimeout(linger);
    resolve(code ?? undefined);
  });
  return promise;
}

function feed(child: ChildProcess, inputs: readonly (string | Uint8Array)[]): void {
  for (const [index, input] of inputs.entries()) {
    const stream = child.stdio[index + 3] as Writable;
    // A program that ends before it read everything is judged by its exit code.
    stream.on("error", () => {});
    stream.end(input);
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, LESS_URGENT);
  } catch {
    // It has ended already.
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is already gone.
  }
}
