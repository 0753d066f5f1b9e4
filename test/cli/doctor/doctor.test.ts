/** The doctor's findings about this machine, its settings, and a repository on the embedded forge. */

import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { printFindings } from "../../../src/cli/doctor/finding.ts";
import { gitFinding, nodeFinding, privacyFinding, sandboxFinding } from "../../../src/cli/doctor/machine.ts";
import { permissionFindings, repositoryFindings } from "../../../src/cli/doctor/repository.ts";
import { keyFindings, modelFindings, sweepFinding } from "../../../src/cli/doctor/settings.ts";
import { publicRule } from "../../../src/cli/start-command.ts";
import { readEnvironment } from "../../../src/config.ts";
import { git } from "../../../src/effect/git.ts";
import { startForge } from "../../../src/forge/forge.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "stigmergy-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("T33: the doctor tries git itself, and a git that loses a carriage return is bad", async () => {
  expect(await gitFinding()).toMatchObject({ state: "good" });
  const old = folder();
  writeFileSync(
    join(old, "git"),
    '#!/bin/sh\ncase "$*" in *--version) echo git version 2.39.2;; *value*) ;; *) echo value;; esac\n',
  );
  chmodSync(join(old, "git"), 0o755);
  vi.stubEnv("PATH", `${old}${delimiter}${process.env.PATH}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(await gitFinding()).toMatchObject({ state: "bad", words: expect.stringContaining("2.39.2 loses") });
});

test("an old Node.js is bad", () => {
  expect(["v20.19.0", "v22.17.1", "v22.18.0", "v24.1.0"].map((v) => nodeFinding(v).state)).toEqual([
    ...["bad", "bad", "good", "good"],
  ]);
});

test("no sandbox is bad, even if the operator wants none, and a weak one is open", () => {
  const safe = { none: false, public: false };
  const sandbox = { kind: "bwrap", run: () => Promise.reject(new Error("never")) } as const;
  expect(sandboxFinding({ tier: "strong", sandbox }, safe).state).toBe("good");
  const weak = sandboxFinding({ tier: "weak", sandbox, lacks: ["prlimit"] }, safe);
  expect(weak).toMatchObject({ state: "open", words: expect.stringContaining("are not worked on") });
  for (const none of [true, false])
    expect(sandboxFinding({ tier: "none", why: "it leaks" }, { ...safe, none }).state).toBe("bad");
});

test("public repositories need a strong sandbox, or the operator's word", () => {
  const env = readEnvironment({});
  const said = readEnvironment({ STIGMERGY_UNSAFE_PUBLIC: "yes" });
  expect(publicRule({ tier: "strong", line: "" }, env)).toEqual({});
  expect(publicRule({ tier: "none", line: "" }, said)).toEqual({});
  for (const tier of ["weak", "none"] as const)
    expect(publicRule({ tier, line: "it lacks x" }, env).notInPublic).toContain("it lacks x");
  expect(() => readEnvironment({ STIGMERGY_UNSAFE_PUBLIC: "1" })).toThrow("STIGMERGY_UNSAFE_PUBLIC");
});

test("T30: a state folder that others can enter is open", async () => {
  const path = folder();
  expect(await privacyFinding("state", path)).toMatchObject({ state: "good" });
  chmodSync(path, 0o755);
  expect(await privacyFinding("state", path)).toMatchObject({ state: "open" });
});

test("T22: keys are told to be there and never shown", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const env = readEnvironment({
    APP_ID: "12",
    PRIVATE_KEY: Buffer.from(pem).toString("base64"),
    WEBHOOK_SECRET: "a-long-webhook-secret",
    ANTHROPIC_API_KEY: "sk-ant-planted",
    STIGMERGY_MODEL: "anthropic/never-heard-of",
  });
  const findings = [...keyFindings(env), ...modelFindings(env)];
  expect(findings.map(({ what, state }) => `${what}: ${state}`)).toEqual([
    ...["APP_ID: good", "PRIVATE_KEY: good", "WEBHOOK_SECRET: good", "OPENAI_API_KEY: open"],
    ...["ANTHROPIC_API_KEY: good", "planner: open", "worker: open", "judge: open"],
  ]);
  const text = printFindings(findings);
  for (const secret of [
    "sk-ant-planted",
    "a-long-webhook",
    env.PRIVATE_KEY?.slice(0, 30) ?? "",
    "PRIVATE KEY-",
  ])
    expect(text).not.toContain(secret);
  expect(
    keyFindings(readEnvironment({ PRIVATE_KEY: "x" })).filter(({ state }) => state === "bad"),
  ).toHaveLength(3);
});

test("a sweep that start refuses is bad", () => {
  expect(sweepFinding(readEnvironment({})).state).toBe("good");
  const rare = sweepFinding(readEnvironment({ STIGMERGY_LEASE_SECONDS: "90" }));
  expect(rare.state).toBe("bad");
  expect(rare.words).toContain("STIGMERGY_SWEEP_SECONDS is 60");
});

test("T30: permissions below the manifest's are bad, those beyond it open", () => {
  const enough = { metadata: "read", issues: "write", contents: "write", pull_requests: "write" };
  const states = (granted: Record<string, string>) => permissionFindings(granted).map(({ state }) => state);
  expect(states(enough)).toEqual(["good"]);
  expect(states({ ...enough, contents: "read" })).toEqual(["bad"]);
  expect(states({ ...enough, administration: "write" })).toEqual(["good", "open"]);
});

test("T40: a workflow with secrets on every push is bad, on the forge, as the app reads it", async () => {
  const dir = folder();
  const source = join(dir, "source");
  mkdirSync(join(source, ".github/workflows"), { recursive: true });
  const danger = `on: { push: { branches: ['**'] } }\nenv: { K: '\${{ secrets.K }}' }\n`;
  writeFileSync(join(source, ".github/workflows/ci.yml"), danger);
  writeFileSync(join(source, ".github/workflows/fine.yaml"), "on: push\n");
  const at = { discover: true };
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    ["commit", "-qm", "Begin"],
  ])
    await git(source, args, at);
  const forge = await startForge({ dir: join(dir, "forge"), port: 0 });
  onTestFinished(() => forge.close());
  const ref = await git(source, ["rev-parse", "HEAD"], at);
  await forge.createRepository("acme", "kitchen", { from: join(source, ".git"), ref, collaborators: {} });
  const { appId, privateKey } = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9" });
  const asked = { owner: "acme", repo: "kitchen", app: { appId, privateKey }, forge: forge.url };
  expect(await repositoryFindings(asked)).toMatchObject([{ what: "installed", state: "bad" }]);
  forge.install("stigmergy", "acme/kitchen");
  const bad = (await repositoryFindings(asked)).filter(({ state }) => state === "bad");
  expect(bad).toEqual([
    {
      state: "bad",
      what: "workflows",
      words: expect.stringMatching(/^\.github\/workflows\/ci\.yml runs .*secrets/),
    },
  ]);
});
