/** Repositories that a worker may leave in its folder, each with a way to make host git run something. */

import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export interface Planted {
  readonly name: string;
  /** Writes it into a folder; what it runs makes the file `proof`. */
  plant(folder: string, proof: string): Promise<void>;
  /** The git command that runs it, where somebody runs git in that folder. */
  readonly sprung: readonly string[];
}

const identity = "[user]\n\tname = w\n\temail = w@example.com\n";
const commit = ["commit", "--quiet", "--allow-empty", "--message=x"];

/** A repository with this configuration, made without running git. */
async function repository(folder: string, config: string, files: Readonly<Record<string, string>> = {}) {
  for (const name of ["objects", "refs/heads", "hooks"]) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(folder, "config"), `[core]\n\trepositoryformatversion = 0\n${identity}${config}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode: 0o755 });
  }
}

const configured = (
  name: string,
  sprung: readonly string[],
  config: (proof: string) => string,
  beside: Readonly<Record<string, string>> = {},
): Planted => ({
  name,
  sprung,
  async plant(folder, proof) {
    await repository(join(folder, ".git"), config(proof));
    for (const [path, text] of Object.entries(beside)) await writeFile(join(folder, path), text);
  },
});

const hooked = (hook: string, sprung: readonly string[]): Planted => ({
  name: `the hook ${hook}`,
  sprung,
  plant: (folder, proof) =>
    repository(join(folder, ".git"), "", { [`hooks/${hook}`]: `#!/bin/sh\ntouch ${proof}\n` }),
});

const alias = (proof: string) => `[alias]\n\tzz = "!touch ${proof}"\n`;
const filtered = { ".gitattributes": "* filter=evil\n" };

export const planted: readonly Planted[] = [
  hooked("pre-commit", commit),
  hooked("reference-transaction", commit),
  hooked("post-index-change", ["add", "--all"]),
  configured("core.fsmonitor", ["status"], (proof) => `[core]\n\tfsmonitor = "touch ${proof}; false"\n`),
  configured(
    "a clean filter",
    ["add", "--all"],
    (proof) => `[filter "evil"]\n\tclean = "touch ${proof}; cat"\n`,
    filtered,
  ),
  configured(
    "a filter process",
    ["add", "--all"],
    (proof) => `[filter "evil"]\n\tprocess = "touch ${proof}; false"\n`,
    filtered,
  ),
  configured(
    "core.sshCommand",
    ["fetch", "ssh://127.0.0.1/x"],
    (proof) => `[core]\n\tsshCommand = "touch ${proof}; false"\n`,
  ),
  configured("an alias", ["zz"], alias),
  configured(
    "core.editor",
    ["commit", "--allow-empty"],
    (proof) => `[core]\n\teditor = "touch ${proof}; false"\n`,
  ),
  configured(
    "diff.external",
    ["diff", "--no-index", "a.txt", "/dev/null"],
    (proof) => `[diff]\n\texternal = "touch ${proof}; true"\n`,
  ),
  configured(
    "a signing program",
    commit,
    (proof) => `[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${dirname(proof)}/signs\n`,
  ),
  configured(
    "a remote of the ext transport",
    ["fetch"],
    (proof) =>
      `[protocol "ext"]\n\tallow = always\n[remote "origin"]\n\turl = "ext::sh -c touch% ${proof}"\n`,
  ),
  {
    name: "an included file",
    sprung: ["zz"],
    async plant(folder, proof) {
      await repository(join(folder, ".git"), "[include]\n\tpath = ../included.txt\n");
      await writeFile(join(folder, "included.txt"), alias(proof));
    },
  },
  {
    name: "a .git that is a file",
    sprung: ["zz"],
    async plant(folder, proof) {
      await repository(join(folder, "pointed-at"), alias(proof));
      await writeFile(join(folder, ".git"), "gitdir: pointed-at\n");
    },
  },
  {
    name: "a .git that is a link",
    sprung: ["zz"],
    async plant(folder, proof) {
      await repository(join(folder, "linked-to"), alias(proof));
      await symlink("linked-to", join(folder, ".git"));
    },
  },
  {
    name: "a bare repository in the open",
    sprung: ["zz"],
    plant: (folder, proof) => repository(folder, alias(proof)),
  },
];

/** Git as somebody careless runs it in a folder. Answers whatever became of it. */
export async function runCarelessly(folder: string, args: readonly string[]): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, ".."),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  await promisify(execFile)("git", [...args], { cwd: folder, env, timeout: 20_000 }).catch(() => {});
}
