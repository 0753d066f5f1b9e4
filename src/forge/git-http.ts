/** Serves bare repositories over smart HTTP by handing each request to `git http-backend` (CGI). */

import type { ChildProcess } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
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
  if (!actor || (isPush && actor.kind === "anonymous")) return refuseLogin(res);
  if (!repository) {
    res.writeHead(404).end("Repository not found.\n");
    return;
  }
  if (isPush && !isAllowed(actor, repository, { scope: "contents", level: "write" })) {
    // Git shows its user what is plain text.
    res
      .writeHead(403, { "Content-Type": "text/plain" })
      .end(`Permission to ${owner}/${name}.git denied to ${loginOf(actor)}.\n`);
    return;
  }
  const mishap = hub.faults?.onGit(actor, req.method ?? "GET", url.pathname);
  if (mishap === "refused") return void req.socket.destroy();
  if (mishap === "git-token-expired") return refuseLogin(res);
  if (mishap === "burst") return void res.writeHead(503).end("Service unavailable.\n");
  const variables = cgiVariables(req, url, service, repository, loginOf(actor));
  // The whole body is read before anything waits for it, so that a slow client blocks nobody.
  const body = await readBody(req);
  if (isGreeting(req, url)) {
    answerWhole(
      res,
      await hub.git.greeting(hub.git.directory(repository), () => gather(hub, variables, body)),
    );
    return;
  }
  if (service !== "git-receive-pack") {
    await hub.git.backend(variables, (child) => relay(child, body, res));
    return;
  }
  const lane = hub.git.directory(repository);
  const run = (given: Buffer) => gather(hub, variables, given);
  if (mishap === "cut-push") {
    await hub.git.inLane(lane, () => run(body.subarray(0, body.length / 2)));
    return void req.socket.destroy();
  }
  const push = () => recordPush(hub, actor, repository, req, body, () => run(body));
  const answer = await hub.git.inLane(lane, push);
  if (mishap === "lost-push-answer") return void req.socket.destroy();
  answerWhole(res, answer);
}

function refuseLogin(res: ServerResponse): void {
  res.writeHead(401, { "WWW-Authenticate": 'Basic realm="forge"' }).end("Authentication failed.\n");
}

/** The first request of protocol 2 asks what the server can do; the answer names no refs, so it stays the same. */
function isGreeting(req: IncomingMessage, url: URL): boolean {
  return url.search === "?service=git-upload-pack" && req.headers["git-protocol"] === "version=2";
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
  run: () => Promise<Buffer>,
): Promise<Buffer> {
  const directory = hub.git.directory(repository);
  const plain = req.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const { count, atomic } = parsePushCommands(plain);
  const before = await readRefs(hub.git, directory);
  try {
    return await run();
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

/** The whole answer to a push: it is small, and held back until the push is recorded in the journal. */
async function gather(hub: Hub, variables: Readonly<Record<string, string>>, body: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await hub.git.backend(variables, async (child) => {
    const stdout = feed(child, body);
    for await (const chunk of stdout) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks);
}

function answerWhole(res: ServerResponse, answer: Buffer): void {
  const end = answer.indexOf(headEnd);
  if (end === -1) res.writeHead(500);
  else writeHead(res, answer.toString("latin1", 0, end));
  res.end(end === -1 ? undefined : answer.subarray(end + headEnd.length));
}

const headEnd = "\r\n\r\n";

/** Passes on a CGI answer as it comes: a small header block, a blank line, then the raw body. */
async function relay(child: ChildProcess, body: Buffer, res: ServerResponse): Promise<void> {
  const stdout = feed(child, body);
  res.on("close", () => stdout.resume()); // a client that left must not keep git waiting
  let head: Buffer | undefined = Buffer.alloc(0);
  stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      if (!res.write(chunk) && !res.destroyed) pauseUntilDrained(stdout, res);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(headEnd);
    if (end === -1) return;
    writeHead(res, head.toString("latin1", 0, end));
    res.write(head.subarray(end + headEnd.length));
    head = undefined;
  });
  await finished(stdout);
  if (head !== undefined) res.writeHead(500);
  res.end();
}

/** Hands the request to git and returns where its answer comes from. */
function feed({ stdin, stdout, stderr }: ChildProcess, body: Buffer): Readable {
  if (!stdin || !stdout || !stderr) throw new Error("git http-backend was started without pipes.");
  stdin.on("error", () => {}); // git may stop reading early; its answer tells the story
  stdin.end(body);
  stderr.resume();
  return stdout;
}

function pauseUntilDrained(stdout: Readable, res: ServerResponse): void {
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
