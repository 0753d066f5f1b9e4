/** The port to a place where commands run that we did not write: what goes in, and what comes back. */

/**
 * Something made once on the trusted base and lent to every command, laid read-only over `workspace/<name>`.
 * The place it is laid on stays behind in the workspace (an empty folder or file, or a link without a
 * sandbox), so whoever commits a workspace must exclude every `name`: an ignore rule such as
 * `node_modules/` does not match a link.
 */
export interface Share {
  /** Path relative to the workspace, with forward slashes. */
  readonly name: string;
  /** Host folder or file. */
  readonly from: string;
  /** Folders inside it in which tools keep caches: each gets a writable, private, forgotten folder. */
  readonly scratch?: readonly string[];
}

export interface Job {
  /** Run by `bash -c`, or `sh -c` where there is no bash. */
  readonly command: string;
  /** Host folder; inside a sandbox it is `/workspace`. The command starts in it. */
  readonly workspace: string;
  /** False: nothing the command writes into the workspace reaches the host. Only a real sandbox can hold it. */
  readonly writable: boolean;
  readonly shares: readonly Share[];
  /** Only for trusted setup. */
  readonly network?: boolean;
  /** Added to the minimal environment. Only for trusted setup, and never a secret. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Host folder that serves as home and as temporary folder, when the one in memory is too small. */
  readonly home?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  /** Undefined when it was killed. */
  readonly exitCode: number | undefined;
  /** Standard output and error as they came, the middle left out when it is long. */
  readonly output: string;
  readonly timedOut: boolean;
  /** Which other limit it was killed for, as a phrase that completes "ended because it …". */
  readonly limit?: string;
  readonly seconds: number;
}

/**
 * Runs commands apart from us.
 *
 * - The command sees a minimal environment, none of ours, and no standard input.
 * - When `run` settles, everything the command started is dead or dying; time-out and abort take at most two seconds.
 * - Output is capped while it is read, however much there is.
 * - An aborted command resolves, with `exitCode` undefined and `timedOut` false. It rejects only when
 *   nothing could be started.
 */
export interface Sandbox {
  readonly kind: "bwrap" | "docker" | "none";
  /** Hosts that commands without network reach nevertheless, as `name:port`. */
  readonly hosts?: readonly string[];
  run(job: Job): Promise<CommandResult>;
}

/** Nothing of the command ran, and the same may start another time; the message says why, without its full stop. */
export class NotStarted extends Error {}

/** Follows on "no network" in what models are told of commands. */
export const butForHosts = ({ hosts = [] }: Pick<Sandbox, "hosts">): string =>
  hosts.length === 0 ? "" : ` but for ${hosts.join(", ")}, by the proxy that the environment names`;
