/** A loopback server that speaks OpenAI's Chat Completions and answers with lines, so that the real adapter runs. */

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import {
  answerTo,
  type ChatMessage,
  chatMessage,
  type LineKey,
  type Lines,
  type LineTurn,
  readConversation,
} from "./lines.ts";

export interface PlayerOptions {
  readonly lines: Lines;
  /** Milliseconds before a line is said, instead of what the line asks for. */
  readonly delay?: (key: LineKey) => number;
  /** Draws each line's delay anew, between a quarter and twice of what it asks for; the same seed draws the same. */
  readonly seed?: number;
  /** Multiplies every delay. */
  readonly scale?: number;
}

export interface Player {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Listens on a free loopback port until it is closed. */
export async function startPlayer(options: PlayerOptions): Promise<Player> {
  const meter = createMeter();
  const server = createServer((request, response) => {
    serve(options, meter, request, response).catch((error: unknown) => refuse(response, 500, String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(chatMessage),
  tools: z.array(z.unknown()).default([]),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

async function serve(
  options: PlayerOptions,
  meter: Meter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST" || request.url !== "/v1/chat/completions")
    return refuse(response, 404, `There is no ${request.method} ${request.url} here.`);
  const asked = chatRequest.safeParse(readJson(await text(request)));
  if (!asked.success) return refuse(response, 400, z.prettifyError(asked.error));
  const conversation = readConversation(asked.data.messages);
  if (!conversation) return refuse(response, 400, "No user message opens with the header of a brief.");
  const { key } = conversation;
  const turn = answerTo(options.lines, conversation);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  await pause(delayOf(options, key, turn), undefined, { signal: gone.signal }).catch(() => {});
  if (gone.signal.aborted) return;
  const usage = meter.count(key, asked.data.tools, asked.data.messages, turn);
  const completion = {
    id: `line-${key.issue}-${key.cycle}-${key.attempt}-${key.turn}`,
    created: now(),
    model: asked.data.model,
  };
  const message = messageOf(key, turn);
  if (!asked.data.stream) return answerWhole(response, completion, message, usage);
  answerInPieces(response, completion, message, asked.data.stream_options?.include_usage ? usage : undefined);
}

const now = () => Math.floor(Date.now() / 1000);

function delayOf({ delay, seed, scale = 1 }: PlayerOptions, key: LineKey, turn: LineTurn): number {
  const wanted = delay?.(key) ?? turn.seconds * 1000;
  return wanted * scale * (seed === undefined ? 1 : drawn(seed, key));
}

function drawn(seed: number, { role, title, cycle, attempt, turn }: LineKey): number {
  const words = [seed, role, title, cycle, attempt, turn].join("\n");
  const fraction = createHash("sha256").update(words).digest().readUInt32BE() / 2 ** 32;
  return 0.25 + 1.75 * fraction;
}

interface Message {
  readonly content: string | null;
  readonly tool_calls: readonly {
    readonly id: string;
    readonly type: "function";
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

const messageOf = (key: LineKey, turn: LineTurn): Message => ({
  content: turn.say === "" ? null : turn.say,
  tool_calls: turn.calls.map((call, index) => ({
    id: `call_${key.cycle}_${key.attempt}_${key.turn}_${index}`,
    type: "function",
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  })),
});

function answerWhole(response: ServerResponse, completion: object, message: Message, usage: object): void {
  const choice = { index: 0, message: { role: "assistant", ...message }, finish_reason: "tool_calls" };
  const body = { object: "chat.completion", ...completion, choices: [choice], usage };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** As servers stream: the role, the text, each call's name and then its arguments in pieces, the reason, the usage. */
function answerInPieces(
  response: ServerResponse,
  completion: object,
  message: Message,
  usage: object | undefined,
): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const send = (choices: readonly object[], extra: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ object: "chat.completion.chunk", ...completion, choices, ...extra })}\n\n`,
    );
  const delta = (piece: object) => send([{ index: 0, delta: piece, finish_reason: null }]);
  delta({ role: "assistant", content: "" });
  if (message.content !== null) delta({ content: message.content });
  for (const [index, { id, type, function: call }] of message.tool_calls.entries()) {
    delta({ tool_calls: [{ index, id, type, function: { name: call.name, arguments: "" } }] });
    for (const piece of call.arguments.match(/[\s\S]{1,400}/g) ?? [])
      delta({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  send([{ index: 0, delta: {}, finish_reason: "tool_calls" }]);
  if (usage) send([], { usage });
  response.end("data: [DONE]\n\n");
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return void response.destroy();
  const error = { message, type: "invalid_request_error", param: null, code: null };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

interface Meter {
  /** The usage of one completion, in the form of Chat Completions. */
  count(key: LineKey, tools: readonly unknown[], messages: readonly ChatMessage[], turn: LineTurn): object;
}

/** Tokens are simulated: four characters each. Remembers the last prompt of each role and of each issue, as a provider's cache would. */
function createMeter(): Meter {
  const seen = new Map<string, string>();
  return {
    count(key, tools, messages, turn) {
      const prompt = JSON.stringify(tools) + JSON.stringify(messages);
      const places = [key.role, `${key.role} ${key.issue}`];
      const cached = Math.max(...places.map((place) => commonStart(seen.get(place) ?? "", prompt)));
      for (const place of places) seen.set(place, prompt);
      const completion = turn.say.length + JSON.stringify(turn.calls).length;
      return {
        prompt_tokens: tokens(prompt.length),
        completion_tokens: tokens(completion),
        total_tokens: tokens(prompt.length) + tokens(completion),
        prompt_tokens_details: { cached_tokens: tokens(cached) },
      };
    },
  };
}

const tokens = (characters: number) => Math.floor(characters / 4);

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}
