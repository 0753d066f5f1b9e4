/** `stigmergy audit`: checks what a goal left on GitHub and in git against the swarm's invariants. */

import { Command } from "commander";
import { asObject, isBroken, printVerdicts, type Subject } from "../audit/print.ts";
import { readEvidence } from "../audit/read-evidence.ts";
import { sourceOf, Unreadable } from "../audit/source.ts";
import { studyOf } from "../audit/study/study.ts";
import { checkInvariants } from "../audit/verdicts.ts";
import { readEnvironment } from "../config.ts";
import { Refusal } from "./refusal.ts";

interface Flags {
  readonly forge?: string;
  readonly json?: true;
}

export const auditCommand = (): Command =>
  new Command("audit")
    .description("check the invariants on a goal, from GitHub and git alone; exit code 1 if one is broken")
    .argument("<goal>", "the goal as owner/name#12")
    .option(
      "--forge <url>",
      "root of the embedded forge or a GitHub Enterprise Server, instead of github.com",
    )
    .option("--json", "print one JSON object on standard output")
    .action(audit);

async function audit(name: string, flags: Flags): Promise<void> {
  const { owner, repo, goal } = parseGoalName(name);
  const env = readEnvironment();
  const source = sourceOf({ owner, repo }, forgeFrom(flags.forge), env.GITHUB_TOKEN ?? env.GH_TOKEN);
  const lease = env.STIGMERGY_LEASE_SECONDS * 1000;
  const evidence = await readEvidence(source, goal, lease).catch(refuse);
  const verdicts = checkInvariants(evidence);
  const subject: Subject = {
    repository: `${owner}/${repo}`,
    goal,
    title: evidence.issues.get(goal)?.title ?? "",
    state: studyOf(evidence).closed?.state ?? "open",
  };
  const text = flags.json
    ? JSON.stringify(asObject(subject, verdicts), null, 2)
    : printVerdicts(subject, verdicts);
  process.stdout.write(`${text}\n`);
  if (isBroken(verdicts)) process.exitCode = 1;
}

function parseGoalName(text: string) {
  const match = /^([a-z\d](?:-?[a-z\d]){0,38})\/(?!\.{1,2}#)([\w.-]{1,100})#([1-9]\d{0,9})$/i.exec(text);
  if (!match) throw new Refusal(`${text} is no goal: write it as owner/name#12.`);
  return { owner: match[1] ?? "", repo: match[2] ?? "", goal: Number(match[3]) };
}

export function forgeFrom(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isPlain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!url || !isPlain || !/^https?:$/.test(url.protocol))
    throw new Refusal(`--forge ${text} is no address: use the forge's root, such as http://127.0.0.1:4000.`);
  return url.href;
}

function refuse(error: unknown): never {
  if (error instanceof Unreadable) throw new Refusal(error.message);
  throw error;
}
