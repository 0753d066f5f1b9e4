/** `stigmergy doctor`: what this machine, its settings and a repository are good for. */

import { existsSync } from "node:fs";
import { Command } from "commander";
import { type Environment, readEnvironment, stateHome } from "../../config.ts";
import { forgeFrom } from "../audit-command.ts";
import { privateKeyOf } from "../private-key.ts";
import { Refusal } from "../refusal.ts";
import { detect } from "../sandbox-choice.ts";
import { readEnvFile } from "../start-command.ts";
import { type Finding, printFindings } from "./finding.ts";
import { gitFinding, nodeFinding, privacyFinding, sandboxFinding } from "./machine.ts";
import { keyFindings, modelFindings, sweepFinding } from "./settings.ts";

interface Flags {
  readonly forge?: string;
  readonly json?: true;
}

export const doctorCommand = (): Command =>
  new Command("doctor")
    .description("look whether this machine, its settings and a repository are fit; exit code 1 if not")
    .argument("[repository]", "the repository as owner/name")
    .option(
      "--forge <url>",
      "root of the embedded forge or a GitHub Enterprise Server, instead of github.com",
    )
    .option("--json", "print one JSON object on standard output")
    .action(doctor);

async function doctor(name: string | undefined, flags: Flags): Promise<void> {
  readEnvFile();
  const env = readEnvironment();
  const asked = name === undefined ? undefined : askedFrom(name, env, flags);
  const findings = [
    ...(await machineFindings(env)),
    ...keyFindings(env),
    ...modelFindings(env),
    sweepFinding(env),
  ];
  if (asked) {
    // Probot is slow to load, and most are asked about this machine.
    const { repositoryFindings } = await import("./repository.ts");
    findings.push(...(await repositoryFindings(asked)));
  }
  const text = flags.json ? JSON.stringify({ findings }, null, 2) : printFindings(findings);
  process.stdout.write(`${text}\n`);
  if (findings.some(({ state }) => state === "bad")) process.exitCode = 1;
}

async function machineFindings(env: Environment): Promise<Finding[]> {
  const unsafe = {
    none: env.STIGMERGY_UNSAFE_NO_SANDBOX === "yes",
    public: env.STIGMERGY_UNSAFE_PUBLIC === "yes",
  };
  return [
    nodeFinding(process.version),
    await gitFinding(),
    sandboxFinding(await detect(env), unsafe),
    await privacyFinding("state", env.STIGMERGY_STATE ?? stateHome(env)),
    ...(existsSync(".env") ? [await privacyFinding("settings", ".env")] : []),
  ];
}

function askedFrom(name: string, env: Environment, flags: Flags) {
  const match = /^([a-z\d](?:-?[a-z\d]){0,38})\/(?!\.{1,2}$)([\w.-]{1,100})$/i.exec(name);
  if (!match) throw new Refusal(`${name} is no repository: write it as owner/name.`);
  const key = privateKeyOf(env);
  if (env.APP_ID === undefined || key.state !== "usable")
    throw new Refusal(`${name} is read as the app: set APP_ID and PRIVATE_KEY.`);
  const app = { appId: env.APP_ID, privateKey: key.pem };
  return { owner: match[1] ?? "", repo: match[2] ?? "", app, forge: forgeFrom(flags.forge) };
}
