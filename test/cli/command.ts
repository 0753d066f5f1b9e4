/** The program as a user starts it: a child process in its own process group, with folders of its own. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/stigmergy.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once standard output has shown this. */
  shows(text: string): Promise<void>;
}

export class Desk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "stigmergy-cli-"));
  readonly repository = join(this.folder, "project");
  readonly state = join(this.folder, "state");

  /** Writes a file below the folder and answers its path. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  git(...args: readonly string[]): string {
    const identity = ["-c", "user.name=A Person", "-c", "user.email=person@example.org"];
    return execFileSync("git", [...identity, ...args], { cwd: this.repository, encoding: "utf8" }).trim();
  }

  /** A repository with one commit of these files. */
  commit(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) this.file(join("project", name), text);
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message=Begin");
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH ?? "", HOME: this.folder, XDG_STATE_HOME: this.state, ...env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve) =>
      child.on("close", (code) => resolve({ code, stdout, stderr })),
    );
    const shows = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => stdout.includes(text) && resolve();
        child.stdout.on("data", look);
        child.on("close", () => reject(new Error(`It never said "${text}":\n${stdout}${stderr}`)));
        look();
      });
    return { child, ended, shows };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
