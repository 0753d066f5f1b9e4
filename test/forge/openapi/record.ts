/** Listens to every HTTP server of this process and checks what the forge answers and delivers, whoever asked. */

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { checkAnswer, checkWebhook, type Finding } from "./validator.ts";

export interface Recording extends Disposable {
  /** How often each answer and webhook was seen: "issues/get 200", "webhook issues-opened". */
  readonly seen: ReadonlyMap<string, number>;
  /** What GitHub would not have said, each once, with what was looked at; empty when all is well. */
  readonly breaches: readonly string[];
}

const [starts, finishes] = ["http.server.request.start", "http.server.response.finish"];
const root = "/api/v3";

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Records until it is disposed, without a word to the forge or to its caller. Servers of other processes are not heard;
 * GraphQL answers are left out, for they come from GitHub's own schema.
 */
export function record(): Recording {
  const seen = new Map<string, number>();
  const breaches = new Set<string>();
  const bodies = new WeakMap<object, Buffer[]>();
  const start = (message: unknown) => {
    const { request, response } = message as Exchange;
    if (isWebhook(request)) bodies.set(response, listen(request, ["push"]));
    else if (isRest(request)) bodies.set(response, listen(response, ["write", "end"]));
  };
  const finish = (message: unknown) => {
    const { request, response } = message as Exchange;
    const body = bodies.get(response);
    if (!body) return;
    const { subject, breaches: found } = check(request, response, Buffer.concat(body).toString());
    seen.set(subject, (seen.get(subject) ?? 0) + 1);
    for (const breach of found) breaches.add(`${subject}: ${breach}`);
  };
  subscribe(starts, start);
  subscribe(finishes, finish);
  return {
    seen,
    get breaches() {
      return [...breaches];
    },
    [Symbol.dispose]: () => {
      unsubscribe(starts, start);
      unsubscribe(finishes, finish);
    },
  };
}

const isWebhook = (request: IncomingMessage) => request.headers["x-github-event"] !== undefined;

const isRest = ({ url = "" }: IncomingMessage) => url.startsWith(`${root}/`);

function check(request: IncomingMessage, response: ServerResponse, body: string): Finding {
  if (isWebhook(request)) return checkWebhook({ event: String(request.headers["x-github-event"]), body });
  const { pathname } = new URL(request.url ?? "/", "http://forge");
  const path = pathname.slice(root.length);
  return checkAnswer({ method: request.method ?? "GET", path, status: response.statusCode, body });
}

/** Keeps what passes through the methods of a stream; a listener for data would take it from its reader. */
function listen(stream: object, methods: readonly string[]): Buffer[] {
  const kept: Buffer[] = [];
  for (const method of methods) {
    const original = Reflect.get(stream, method) as (...given: unknown[]) => unknown;
    Reflect.set(stream, method, (...given: unknown[]) => {
      const [chunk] = given;
      if (typeof chunk === "string" || chunk instanceof Uint8Array)
        kept.push(Buffer.from(chunk as Uint8Array));
      return Reflect.apply(original, stream, given);
    });
  }
  return kept;
}
