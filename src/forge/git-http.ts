/** Serves bare repositories over smart HTTP by handing each request to `git http-backend` (CGI). */

import type { ChildProcess } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import { isAllowed } from "./access.ts";
import { recordTransaction } from "./act/refs.ts";
import { type Actor, loginOf, readActor } from "./actor.ts";
import { findRepository, type Hub } from "./hub.ts";
import { parsePushCommands } from "./push-commands.ts";
import { compareRefs, readRefs } from "./refs.ts";
import { Refusal } from "./refusal.ts";
import type { Repository } from "./rows.ts";

const gitPath = /^\/([^/]+)\/([^/]+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Is this one of the paths that git asks for? */
export const isGitPath = (path: string) => gitPath.test(path);

/** Answers one request of a git client. Everybody may read; pushing needs write permission. */
export async function serveGit(hub: Hub, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const [, owner = "", name = "", service = ""] = gitPath.exec(url.pathname) ?? [];
  const repository = findRepository(hub.store, owner, name);
  const isPush = service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  const actor = readGitActor(hub, req);
  if (!actor || (isPush && actor.kind === "anonymous")) {
    res.writeHead(401, { "WWW-Authenticate": 'Basic realm="forge"' }).end("Authentication failed.\n");
    return;
  }
  if (!repository) {
    res.writeHead(404).end("Repository not found.\n");
    return;
  }
  if (isPush && !isAllowed(actor, repository, { scope: "contents", level: "write" })) {
    res.writeHead(403).end(`Permission to ${owner}/${name}.git denied to ${loginOf(actor)}.\n`);
    return;
  }
  const variables = cgiVariables(req, url, service, repository, loginOf(actor));
  // The whole body is read before anything waits for it, so that a slow client blocks nobody.
  const body = await readBody(req);
  const serve = () => hub.git.backend(variables, (child) => relay(child, body, res));
  if (service !== "git-receive-pack") return serve();
  await hub.git.inLane(hub.git.directory(repository), () =>
    recordPush(hub, actor, repository, req, body, serve),
  );
}

function readGitActor(hub: Hub, req: IncomingMessage): Actor | undefined {
  try {
    return readActor(hub.store, hub.clock, req.headers.authorization);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function recordPush(
  hub: Hub,
  actor: Actor,
  repository: Repository,
  req: IncomingMessage,
  body: Buffer,
  serve: () => Promise<void>,
): Promise<void> {
  const directory = hub.git.directory(repository);
  const plain = req.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const { count, atomic } = parsePushCommands(plain);
  const before = await readRefs(hub.git, directory);
  try {
    await serve();
  } finally {
    const updates = compareRefs(before, await readRefs(hub.git, directory));
    const isOurs = actor.kind === "user" || actor.kind === "installation";
    if (count > 0 && isOurs) {
      recordTransaction(hub, actor.user, repository, { via: "git", atomic, asked: count, updates });
    }
  }
}

function cgiVariables(req: IncomingMessage, url: URL, service: string, repository: Repository, user: string) {
  return {
    GIT_PROTOCOL: String(req.headers["git-protocol"] ?? ""),
    PATH_INFO: `/${repository.owner}/${repository.name}.git/${service}`,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: req.method ?? "GET",
    // A user's name is what allows pushing; an empty one does not.
    REMOTE_USER: user === "anonymous" ? "" : user,
    REMOTE_ADDR: req.socket.remoteAddress ?? "",
    CONTENT_TYPE: req.headers["content-type"] ?? "",
    HTTP_CONTENT_ENCODING: String(req.headers["content-encoding"] ?? ""),
  };
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A CGI answer is a small header block, a blank line, then the raw body. */
async function relay(child: ChildProcess, body: Buffer, res: ServerResponse): Promise<void> {
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error("git http-backend was started without pipes.");
  stdin.on("error", () => {}); // git may stop reading early; its answer tells the story
  stdin.end(body);
  stderr.resume();
  res.on("close", () => stdout.resume()); // a client that left must not keep git waiting
  let head: Buffer | undefined = Buffer.alloc(0);
  stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      if (!res.write(chunk) && !res.destroyed) pauseUntilDrained(stdout, res);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    writeHead(res, head.subarray(0, end).toString("latin1"));
    res.write(head.subarray(end + 4));
    head = undefined;
  });
  await finished(stdout);
  if (head !== undefined && !res.headersSent) res.writeHead(500);
  res.end();
}

function pauseUntilDrained(stdout: NodeJS.ReadableStream, res: ServerResponse): void {
  stdout.pause();
  res.once("drain", () => stdout.resume());
}

function writeHead(res: ServerResponse, text: string): void {
  const lines = text.split("\r\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const { Status = "200", ...headers } = Object.fromEntries(lines);
  res.writeHead(Number.parseInt(Status, 10), headers);
}
