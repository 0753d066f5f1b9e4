/** The git binary, wrapped once: fixed configuration, explicit identity, no word of it in the caller's environment. */

import { spawn } from "node:child_process";
import Bottleneck from "bottleneck";

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Ends git, with a failure, once it has said more than this many bytes. */
  readonly mostOutput?: number;
  /** Lets git find the repository around the folder itself. */
  readonly discover?: boolean;
}

/** Two cores are busy with four gits; more only adds latency. */
const gate = new Bottleneck({ maxConcurrent: 4 });

const identity = "Stigmergy";
const address = "stigmergy@users.noreply.github.com";

/** Neither global nor system configuration, hooks, attributes, prompts or optional locks reach our git. */
const fixed: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: "/dev/null",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_AUTHOR_NAME: identity,
  GIT_AUTHOR_EMAIL: address,
  GIT_COMMITTER_NAME: identity,
  GIT_COMMITTER_EMAIL: address,
  LC_ALL: "C",
};

/** Harmless, and in the history of old repositories for ever. */
const oldMistakes = [
  "badDate",
  "badDateOverflow",
  "badEmail",
  "badName",
  "badTimezone",
  "missingEmail",
  "missingNameBeforeEmail",
  "missingSpaceBeforeDate",
  "missingSpaceBeforeEmail",
  "zeroPaddedDate",
  "zeroPaddedFilemode",
];

const options = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.attributesFile=/dev/null",
  // A later git would read the attributes of a bare repository from its head.
  "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  "core.autocrlf=false",
  // What one system takes for another name of .git is refused on every system.
  "core.protectHFS=true",
  "core.protectNTFS=true",
  // Larger files go through in pieces.
  "core.bigFileThreshold=32m",
  "credential.helper=",
  "safe.directory=*",
  "gc.auto=0",
  "maintenance.auto=false",
  "commit.gpgSign=false",
  "push.gpgSign=false",
  "protocol.ext.allow=never",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  "push.recurseSubmodules=no",
  "fetch.fsckObjects=true",
  ...oldMistakes.map((mistake) => `fetch.fsck.${mistake}=ignore`),
  "http.lowSpeedLimit=1",
  "http.lowSpeedTime=60",
].flatMap((option) => ["-c", option]);

/** Runs git and answers whatever it said; rejects only when it could not be started or was aborted. */
export function tryGit(gitDir: string, args: readonly string[], extra: GitOptions = {}): Promise<GitResult> {
  return gate.schedule(
    () =>
      new Promise((resolve, reject) => {
        const child = spawn("git", [...options, ...args], {
          env: {
            PATH: process.env.PATH ?? "",
            HOME: gitDir,
            ...fixed,
            ...(extra.discover ? {} : { GIT_DIR: gitDir }),
            ...extra.env,
          },
          cwd: gitDir,
          ...(extra.signal ? { signal: extra.signal } : {}),
        });
        const out: Buffer[] = [];
        const err: Buffer[] = [];
        let room = extra.mostOutput ?? Number.POSITIVE_INFINITY;
        child.stdout.on("data", (chunk: Buffer) => {
          room -= chunk.length;
          if (room < 0) child.kill("SIGKILL");
          else out.push(chunk);
        });
        child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
        child.stdin.on("error", () => {});
        child.on("error", reject);
        child.on("close", (code) =>
          resolve({
            code: code ?? 1,
            stdout: Buffer.concat(out).toString("utf8"),
            stderr: Buffer.concat(err).toString("utf8"),
          }),
        );
        child.stdin.end(extra.input ?? "");
      }),
  );
}

/** Like `tryGit`, but a failure throws with git's own words. Answers standard output without its last line end. */
export async function git(gitDir: string, args: readonly string[], extra: GitOptions = {}): Promise<string> {
  return orThrow(args, await tryGit(gitDir, args, extra));
}

/** What git said, without its last line end; a failure throws with git's own words. */
export function orThrow(args: readonly string[], result: GitResult): string {
  if (result.code !== 0) throw new Error(`git ${args[0]} failed (${result.code}): ${result.stderr.trim()}`);
  return result.stdout.replace(/\n$/, "");
}
