/** The API's side of HTTP: who calls, which route, what it costs, how the answer looks, what the journal says. */

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { type Actor, loginOf, readActor } from "./actor.ts";
import type { Mishap } from "./faults/faults.ts";
import { answerGraphql } from "./graph/endpoint.ts";
import { type Hub, now } from "./hub.ts";
import type { RateLimit, Resource } from "./rate-limit.ts";
import { Refusal } from "./refusal.ts";
import { Fields } from "./rest/fields.ts";
import { restRoutes } from "./rest/rest.ts";
import { type Answer, findRoute, type Note } from "./rest/route.ts";

const prefix = "/api/v3";

/** Answers one API request; never rejects. */
export async function serveApi(
  hub: Hub,
  limits: RateLimit,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
) {
  const started = performance.now();
  const note: Note = { route: "unknown", contentWrites: 0 };
  const resource: Resource = url.pathname === "/api/graphql" ? "graphql" : "core";
  let actor: Actor = { kind: "anonymous" };
  let answer: Answer;
  let mishap: Mishap | undefined;
  try {
    const body = await readText(req);
    actor = readActor(hub.store, hub.clock, req.headers.authorization);
    const isFree = url.pathname === `${prefix}/rate_limit`;
    if (!isFree && !limits.take(actor, resource)) throw exhausted(actor);
    const method = req.method ?? "GET";
    mishap = hub.faults?.onCall(actor, method, url.pathname.replace(/^\/api(\/v3)?/, ""), body);
    if (mishap?.instead === "cut") return void req.socket.destroy();
    const taken = { hub: mishap?.view ? { ...hub, store: mishap.view } : hub, body: mishap?.body ?? body };
    answer = mishap?.instead ?? (await findAnswer({ ...taken, limits, actor, note, method, url }));
  } catch (error) {
    answer = answerError(error);
  }
  if (mishap?.late) await pause(mishap.late);
  const shown = mishap?.after ?? answer;
  if (shown === "cut") req.socket.destroy();
  const sent = shown === "cut" ? answer.status : send(req, res, shown, () => limits.headers(actor, resource));
  if (sent === 304) limits.giveBack(actor, resource);
  hub.journal.recordCall({
    at: now(hub),
    method: req.method ?? "GET",
    path: url.pathname,
    status: sent,
    actor: loginOf(actor),
    ...note,
    contentWrites: answer.status < 300 ? note.contentWrites : 0,
    milliseconds: Math.round(performance.now() - started),
  });
}

interface Request {
  readonly hub: Hub;
  readonly limits: RateLimit;
  readonly actor: Actor;
  readonly note: Note;
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

async function findAnswer({ hub, limits, actor, note, method, url, body }: Request): Promise<Answer> {
  if (url.pathname === "/api/graphql") {
    const allowance = () => limits.read(actor, "graphql");
    return answerGraphql({ hub, actor, note, allowance }, method, Fields.parse(body));
  }
  const path = url.pathname.slice(prefix.length);
  if (method === "GET" && path === "/rate_limit") return showLimits(limits, actor, note);
  const match = findRoute(restRoutes, method, path);
  if (!match) throw new Refusal(501, `This forge does not implement ${method} ${path}`);
  note.route = match.route.name;
  const ask = {
    hub,
    actor,
    note,
    params: match.params,
    query: url.searchParams,
    path,
    body: Fields.parse(body),
  };
  return match.route.handle(ask);
}

function showLimits(limits: RateLimit, actor: Actor, note: Note): Answer {
  note.route = "rate-limit/get";
  const [core, graphql] = [limits.read(actor, "core"), limits.read(actor, "graphql")];
  return { status: 200, body: { resources: { core, search: core, graphql }, rate: core } };
}

const exhausted = (actor: Actor) => new Refusal(403, `API rate limit exceeded for ${loginOf(actor)}.`);

const documentation = "https://docs.github.com/rest";

function answerError(error: unknown): Answer {
  if (!(error instanceof Refusal)) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      status: 500,
      body: { message: `The forge failed: ${message}`, documentation_url: documentation },
    };
  }
  const { status, message, errors } = error;
  const body = {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: documentation,
    status: String(status),
  };
  return { status, body };
}

/** Sends the answer, or 304 when the caller already has it; returns the status sent. */
function send(
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  limitHeaders: () => Record<string, string>,
) {
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
  const tag = `W/"${createHash("sha256").update(text).digest("hex")}"`;
  const isKnown = req.method === "GET" && answer.status === 200 && req.headers["if-none-match"] === tag;
  const status = isKnown ? 304 : answer.status;
  res.writeHead(status, {
    ...(answer.body === undefined || isKnown ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    ...(req.method === "GET" && answer.status === 200 ? { ETag: tag } : {}),
    ...(answer.headers ?? {}),
    ...limitHeaders(),
    "X-GitHub-Media-Type": "github.v3; format=json",
    "X-GitHub-Request-Id": createHash("sha256")
      .update(`${req.url}${performance.now()}`)
      .digest("hex")
      .slice(0, 16),
  });
  res.end(isKnown ? undefined : text);
  return status;
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
