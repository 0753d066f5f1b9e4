/** The embedded forge: a small GitHub with REST, GraphQL, webhooks, app login, git and pages, kept in one directory. */

import { mkdirSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp, createUser, install, renameUser, suspend } from "./accounts.ts";
import { serveApi } from "./api.ts";
import type { Clock } from "./clock.ts";
import { Faults } from "./faults/faults.ts";
import type { FaultOptions } from "./faults/kinds.ts";
import { Git } from "./git.ts";
import { isGitPath, serveGit } from "./git-http.ts";
import { warmSchema } from "./graph/schema.ts";
import type { Hub } from "./hub.ts";
import { type Journal, JournalFile } from "./journal.ts";
import { showPage } from "./pages/pages.ts";
import { RateLimit } from "./rate-limit.ts";
import { createRepository, type RepositoryOptions, rename } from "./repositories.ts";
import { Store } from "./store.ts";
import { Webhooks } from "./webhooks.ts";

export type { FaultKind, FaultOptions } from "./faults/kinds.ts";
export type { Call, Journal, Push, RefUpdate } from "./journal.ts";
export type { RepositoryOptions } from "./repositories.ts";

export interface ForgeOptions {
  /** Where everything is kept; opening the same directory again continues. */
  readonly dir: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** Milliseconds since the epoch; the machine's clock when absent. */
  readonly clock?: Clock;
  /** Requests per caller, hour and API before the forge answers 403. */
  readonly requestsPerHour?: number;
  /** Lets the forge misbehave towards apps; absent, it behaves. */
  readonly faults?: FaultOptions;
}

export interface Forge {
  /** Without a trailing slash: REST is below /api/v3, GraphQL at /api/graphql, git at /OWNER/NAME.git; all else are pages. */
  readonly url: string;
  readonly journal: Journal;
  /** A person and a personal access token; the same ones for a known login. */
  createUser(login: string): { readonly token: string; readonly id: number };
  /** Another login for the same person; the old one is free. */
  renameUser(login: string, to: string): void;
  /** Creates the owner too when needed. An existing repository keeps its content. */
  createRepository(owner: string, name: string, options: RepositoryOptions): Promise<void>;
  /** Creates the app or returns the stored one, with the webhook address given now. */
  createApp(options: { readonly slug: string; readonly webhookUrl: string }): {
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
  };
  /** Installs an app on "owner/name"; repeating it changes nothing. */
  install(appSlug: string, repository: string): { readonly installationId: number };
  /** Keeps the app out of an installation, or lets it in again. */
  suspend(installationId: number, isSuspended: boolean): void;
  /** Renames "owner/name" or its default branch; nothing leads on from the old name. */
  rename(repository: string, to: { readonly name?: string; readonly defaultBranch?: string }): Promise<void>;
  /** Stops listening and waits for the requests at work; what was answered is on disk. Undelivered webhooks are dropped. */
  close(): Promise<void>;
}

const usualRequestsPerHour = 15_000;

/** Starts the forge on the loopback interface. */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const { dir, port = 0, host = "127.0.0.1", clock = Date.now } = options;
  mkdirSync(dir, { recursive: true });
  const server = createServer();
  await listen(server, port, host);
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const [store, journal] = [new Store(dir), new JournalFile(dir)];
  const faults = options.faults && new Faults(options.faults, store, journal, clock);
  const webhooks = new Webhooks(faults);
  const hub: Hub = { url, store, git: new Git(dir), journal, webhooks, clock, faults };
  const limits = new RateLimit(options.requestsPerHour ?? usualRequestsPerHour, clock);
  const serving = new Set<Promise<void>>();
  server.on("request", (req: IncomingMessage, res: ServerResponse) => {
    const served = serve(hub, limits, req, res)
      .catch((error: unknown) => {
        if (res.headersSent) return void res.destroy();
        res.writeHead(500).end(`The forge failed: ${String(error)}\n`);
      })
      .finally(() => serving.delete(served));
    serving.add(served);
  });
  const stopWarming = warmSchema();
  return {
    url,
    journal: hub.journal,
    createUser: (login) => createUser(hub, login),
    renameUser: (login, to) => renameUser(hub, login, to),
    createRepository: async (owner, name, wanted) => {
      createUser(hub, owner);
      await createRepository(hub, owner, name, wanted);
    },
    createApp: (wanted) => createApp(hub, wanted),
    install: (slug, repository) => install(hub, slug, repository),
    suspend: (installationId, isSuspended) => suspend(hub, installationId, isSuspended),
    rename: (repository, to) => rename(hub, repository, to),
    close: async () => {
      stopWarming();
      await Promise.all([closeServer(server), webhooks.close()]);
      // A push whose client has gone still moves refs until its git ends.
      await Promise.all(serving);
      hub.store.close();
    },
  };
}

async function serve(hub: Hub, limits: RateLimit, req: IncomingMessage, res: ServerResponse) {
  const url = URL.parse(req.url ?? "/", hub.url);
  if (!url) return void res.writeHead(400).end("That is no address.\n");
  if (url.pathname === "/api/graphql" || url.pathname.startsWith("/api/v3/")) {
    return serveApi(hub, limits, req, res, url);
  }
  if (isGitPath(url.pathname)) return serveGit(hub, req, res, url);
  if (req.method === "GET" || req.method === "HEAD") return showPage(hub, req, res);
  res.writeHead(404).end("Not found\n");
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
