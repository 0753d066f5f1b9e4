/** `npm start` as its operators run it: a process of its own that knows GitHub by an address and an app's credentials. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { startPlayer } from "../../src/cli/demo/played-model.ts";
import { startForge } from "../../src/forge/forge.ts";
import { plansOne, repositoryOf, says, where } from "../support/swarm.ts";

const title = "Sell plums";
const lines = [
  plansOne(title, "Stock plums"),
  says("worker", "Stock plums", [
    [{ write_file: { path: "shelf.txt", content: "plums\n" } }, { submit: { done: "plums are there" } }],
  ]),
];

/** A port nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("the app under Probot reads .env, takes a goal to its pull request and stops at SIGTERM", async () => {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "stigmergy-start-"));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const forge = await startForge({ dir: join(folder, "forge") });
  cleanup.defer(() => forge.close());
  const from = await repositoryOf(folder, { "shelf.txt": "nothing\n" });
  const { token } = forge.createUser("ada");
  await forge.createRepository(where.owner, where.name, {
    from,
    ref: "main",
    collaborators: { ada: "write" },
  });
  const port = await freePort();
  const app = forge.createApp({ slug: "swarm", webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks` });
  forge.install("swarm", `${where.owner}/${where.name}`);
  const player = await startPlayer({ lines: { kind: "scripted", lines } });
  cleanup.defer(() => player.close());

  const credentials = `APP_ID=${app.appId}\nPRIVATE_KEY="${app.privateKey}"\nWEBHOOK_SECRET=${app.webhookSecret}\n`;
  await writeFile(join(folder, ".env"), credentials, { mode: 0o600 });
  const output: string[] = [];
  const child = spawn(process.execPath, [resolve("bin/stigmergy.js"), "start"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      PORT: String(port),
      HOST: "127.0.0.1",
      GHE_HOST: new URL(forge.url).host,
      GHE_PROTOCOL: "http",
      OPENAI_BASE_URL: player.baseUrl,
      STIGMERGY_MODEL: "compatible/played",
      STIGMERGY_STATE: join(folder, "state"),
      STIGMERGY_UNSAFE_NO_SANDBOX: "yes",
      LOG_LEVEL: "info",
    },
  });
  cleanup.defer(async () => void (await ended(child, "SIGKILL")));
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(String(data)));
  await expect.poll(() => output.join(""), { timeout: 20_000 }).toContain("Listening on");

  const { rest } = new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3` });
  const repository = { owner: where.owner, repo: where.name };
  await rest.issues.create({
    ...repository,
    title,
    body: "Plums on the shelf.\n\n## Checks\n\n- `grep plums shelf.txt`\n",
    labels: ["swarm:goal"],
  });
  const pulls = async () => (await rest.pulls.list(repository)).data.map((pull) => pull.title);
  await expect.poll(pulls, { timeout: 90_000, interval: 200, message: output.join("") }).toEqual([title]);

  expect(await ended(child, "SIGTERM")).toBe(0);
  const said = output.join("");
  expect(said).not.toContain(app.webhookSecret);
  expect(said).not.toMatch(/PRIVATE KEY|ghs_/);
});

/** Sends the signal to a process that still runs, and waits; its exit code. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
  return child.exitCode;
}
