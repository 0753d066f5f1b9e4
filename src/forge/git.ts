/** The git binary, with an environment of its own: no configuration of the machine or the user reaches it. */

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Turnstile } from "./turnstile.ts";

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const zeroSha = "0".repeat(40);

/** Runs git on the bare repositories below one directory. */
export class Git {
  readonly root: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #plumbing = new Turnstile(2);
  readonly #backends = new Turnstile(4);
  readonly #lanes = new Map<string, Turnstile>();
  readonly #greetings = new Map<string, Promise<Buffer>>();

  constructor(dir: string) {
    this.root = join(dir, "repos");
    this.#environment = {
      PATH: process.env.PATH ?? "/usr/bin:/bin",
      HOME: dir,
      LC_ALL: "C",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_TERMINAL_PROMPT: "0",
      GIT_AUTHOR_NAME: "forge",
      GIT_AUTHOR_EMAIL: "forge@localhost",
      GIT_COMMITTER_NAME: "forge",
      GIT_COMMITTER_EMAIL: "forge@localhost",
    };
  }

  directory(repository: { readonly owner: string; readonly name: string }): string {
    return join(this.root, repository.owner, `${repository.name}.git`);
  }

  /** Runs one git command in a directory and waits for its end; never rejects because git said no. */
  async run(directory: string, args: readonly string[], input = ""): Promise<GitResult> {
    const { code, stdout, stderr } = await this.#spawn(directory, args, input);
    return { code, stdout: stdout.toString(), stderr };
  }

  /** The output of a git command as base64, for files of any content. */
  async readBase64(directory: string, args: readonly string[]): Promise<string> {
    const { stdout } = await this.#spawn(directory, args, "");
    return stdout.toString("base64");
  }

  #spawn(directory: string, args: readonly string[], input: string) {
    return this.#plumbing.pass(async () => {
      const child = spawn("git", [...args], { cwd: directory, env: this.#environment });
      child.stdin.on("error", () => {}); // git may stop reading early; its exit code tells the story
      child.stdin.end(input);
      const [stdout, stderr, code] = await Promise.all([
        collect(child.stdout),
        collect(child.stderr),
        exitCode(child),
      ]);
      return { code, stdout, stderr: stderr.toString() };
    });
  }

  /** The output of a git command that cannot fail on a sound repository. */
  async read(directory: string, args: readonly string[], input = ""): Promise<string> {
    const result = await this.run(directory, args, input);
    if (result.code === 0) return result.stdout;
    throw new Error(
      `git ${args.join(" ")} in ${directory} ended with ${result.code}: ${result.stderr.trim()}`,
    );
  }

  /** Starts `git http-backend` and hands it to `serve` while it holds one of the few places for such processes. */
  backend(variables: Readonly<Record<string, string>>, serve: (child: ChildProcess) => Promise<void>) {
    return this.#backends.pass(async () => {
      const environment = { ...this.#environment, GIT_PROJECT_ROOT: this.root, GIT_HTTP_EXPORT_ALL: "1" };
      const child = spawn("git", ["http-backend"], { env: { ...environment, ...variables } });
      const ended = exitCode(child);
      await serve(child);
      await ended;
    });
  }

  /** What git says it can do with a repository, which stays the same: got once. */
  greeting(repositoryDirectory: string, get: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#greetings.get(repositoryDirectory);
    if (known) return known;
    const fresh = get();
    this.#greetings.set(repositoryDirectory, fresh);
    fresh.catch(() => this.#greetings.delete(repositoryDirectory));
    return fresh;
  }

  /** Runs work that moves refs; per repository one at a time, so that old and new values are exact. */
  inLane<Result>(repositoryDirectory: string, work: () => Promise<Result>): Promise<Result> {
    const lane = this.#lanes.get(repositoryDirectory) ?? new Turnstile(1);
    this.#lanes.set(repositoryDirectory, lane);
    return lane.pass(work);
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? -1));
  });
}
