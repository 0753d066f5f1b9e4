/** Starts the forge and the app against it in this process: the same login, webhooks, API and git as with GitHub. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { createNodeMiddleware, Probot, ProbotOctokit } from "probot";
import { App, type AppOptions } from "../app.ts";
import { type FaultOptions, type Forge, startForge } from "../forge/forge.ts";
import { known } from "./redacting.ts";

export interface EmbeddedOptions {
  /** Folder that keeps everything: forge, mirrors, workspaces. */
  readonly state: string;
  readonly port: number;
  /** The repository to serve, and what it is filled from when it is new. */
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    readonly from: string;
    readonly ref: string;
  };
  /** The person who opens the goal. */
  readonly human: string;
  readonly app: Omit<AppOptions, "state" | "secret" | "gitUrl">;
  /** Lets the forge misbehave. */
  readonly faults?: FaultOptions;
}

export interface Embedded {
  readonly forge: Forge;
  /** Speaks as the person. */
  readonly human: Octokit;
  readonly app: App;
  /** Ends agents, app and forge, in this order. */
  close(): Promise<void>;
}

const slug = "stigmergy";
const hooks = "/api/github/webhooks";

/** Whatever was started is ended again when a later part cannot start. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { owner, name, from, ref } = options.repository;
  await using started = new AsyncDisposableStack();
  const { faults } = options;
  const dir = join(options.state, "forge");
  const forge = await startForge({ dir, port: options.port, ...(faults && { faults }) });
  started.defer(() => forge.close());
  const { token } = forge.createUser(options.human);
  await forge.createRepository(owner, name, { from, ref, collaborators: { [options.human]: "admin" } });

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  started.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${hooks}`;
  const login = forge.createApp({ slug, webhookUrl });
  forge.install(slug, `${owner}/${name}`);

  known.add(login.privateKey);
  const probot = probotFor(forge, login);
  let app: App | undefined;
  const start = () => {
    app = new App(probot, {
      secrets: known,
      ...options.app,
      state: options.state,
      secret: login.webhookSecret,
      gitUrl: forge.url,
    });
  };
  const middleware = await createNodeMiddleware(start, { probot, webhooksPath: hooks });
  server.on("request", (req, res) => void middleware(req, res, () => res.writeHead(404).end()));
  if (!app) throw new Error("Probot did not load the app.");
  const running: App = app;
  running.sweep();
  started.defer(() => running.stop());
  const all = started.move();
  return {
    forge,
    human: new Octokit({ auth: token, baseUrl: `${forge.url}/api/v3`, log: silent }),
    app: running,
    close: () => all.disposeAsync(),
  };
}

/** What goes wrong is thrown; the library would print it as well. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The app's login at a forge on this machine, as Probot has it at GitHub. */
export const probotFor = (forge: Pick<Forge, "url">, login: ReturnType<Forge["createApp"]>): Probot =>
  new Probot({
    appId: login.appId,
    privateKey: login.privateKey,
    secret: login.webhookSecret,
    baseUrl: `${forge.url}/api/v3`,
    logLevel: "fatal",
    // The embedded forge needs no waiting; the function form is the one that Probot does not overwrite.
    Octokit: ProbotOctokit.defaults((o: { throttle?: object }) => ({
      ...o,
      throttle: { ...o.throttle, enabled: false },
      userAgent: "stigmergy",
    })),
  });
