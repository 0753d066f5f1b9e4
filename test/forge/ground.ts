/** A forge with a user, a repository and an app, as most tests of the forge need them. */

import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAppAuth } from "@octokit/auth-app";
import { request } from "@octokit/request";
import { Octokit } from "@octokit/rest";
import { type Forge, type ForgeOptions, startForge } from "../../src/forge/forge.ts";

const run = promisify(execFile);

const environment = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** Runs git as a client would; rejects when it fails. */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-c", "credential.helper=", ...args], {
    cwd: directory,
    env: environment,
  });
  return stdout.trim();
}

/** A directory that is removed when the test ends. */
export function scratch() {
  const path = mkdtempSync(join(tmpdir(), "forge-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A repository with one commit on main. */
export async function seed(directory: string): Promise<string> {
  await git(directory, "init", "--quiet", "--initial-branch=main", "seed");
  const path = join(directory, "seed");
  await git(path, "commit", "--quiet", "--allow-empty", "--message=first");
  return path;
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: string;
}

/** A real receiver of webhooks; `until` waits for as many as wanted, in the order they came. */
export async function receiver() {
  const received: Received[] = [];
  let wake = () => {};
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: req.headers, body, event: String(req.headers["x-github-event"]) });
      res.end("ok");
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const until = async (count: number): Promise<readonly Received[]> => {
    while (received.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return received;
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, until, close };
}

/** The forge with repository acme/widgets: acme owns it, ada may write, eve may not, the app "swarm" is installed. */
export async function startGround(options: Partial<ForgeOptions> = {}) {
  const place = scratch();
  const hooks = await receiver();
  const source = await seed(place.path);
  const dir = options.dir ?? join(place.path, "forge");
  const forge = await startForge({ ...options, dir });
  const tokens = Object.fromEntries(
    ["acme", "ada", "eve"].map((login) => [login, forge.createUser(login).token]),
  );
  await forge.createRepository("acme", "widgets", { from: source, collaborators: { ada: "write" } });
  const app = forge.createApp({ slug: "swarm", webhookUrl: hooks.url });
  const { installationId } = forge.install("swarm", "acme/widgets");
  return {
    forge,
    hooks,
    app,
    installationId,
    place,
    dir,
    as: (login: string) => client(forge, tokens[login] ?? ""),
    remote: (login: string) =>
      `${forge.url.replace("http://", `http://${login}:${tokens[login]}@`)}/acme/widgets.git`,
    installation: () => appClient(forge, app, installationId),
    installationToken: async () => {
      const auth = createAppAuth({
        ...credentials(app),
        request: request.defaults({ baseUrl: `${forge.url}/api/v3` }),
      });
      return (await auth({ type: "installation", installationId })).token;
    },
    remoteOfApp: (token: string) =>
      `${forge.url.replace("http://", `http://x-access-token:${token}@`)}/acme/widgets.git`,
    signature: (body: string) =>
      `sha256=${createHmac("sha256", app.webhookSecret).update(body).digest("hex")}`,
    async [Symbol.asyncDispose]() {
      await forge.close();
      await hooks.close();
      place[Symbol.dispose]();
    },
  };
}

export const widgets = { owner: "acme", repo: "widgets" };

export const client = (forge: Forge, token: string) =>
  new Octokit({ baseUrl: `${forge.url}/api/v3`, auth: token, log: silent });

export function appClient(forge: Forge, app: { appId: number; privateKey: string }, installationId?: number) {
  const auth = {
    appId: app.appId,
    privateKey: app.privateKey,
    ...(installationId ? { installationId } : {}),
  };
  return new Octokit({ baseUrl: `${forge.url}/api/v3`, authStrategy: createAppAuth, auth, log: silent });
}

const credentials = ({ appId, privateKey }: { appId: number; privateKey: string }) => ({ appId, privateKey });

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The HTTP status an octokit call was refused with. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && "status" in error) return Number(error.status);
    throw error;
  }
  throw new Error("The call was not refused.");
}
