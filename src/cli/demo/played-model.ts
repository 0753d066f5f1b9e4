/** A loopback OpenAI-compatible server that plays lines; what the tools answer is real, only the model's words are played. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { answerTo, type Message } from "./cast.ts";
import type { Lines } from "./script.ts";

export interface PlayerOptions {
  readonly lines: Lines;
  /** Draws the seconds of every line anew from this seed, between none and twice the written ones. */
  readonly seed?: number;
}

export interface Player {
  /** Ends in /v1. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

const request = z.object({
  model: z.string(),
  stream: z.boolean().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown().optional() })),
});

export async function startPlayer(options: PlayerOptions): Promise<Player> {
  let served = 0;
  const server = createServer((req, res) => {
    play(options, req, res, ++served).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function play(
  options: PlayerOptions,
  req: IncomingMessage,
  res: ServerResponse,
  id: number,
): Promise<void> {
  if (req.method !== "POST" || !req.url?.endsWith("/chat/completions")) {
    res.writeHead(404).end("{}");
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const asked = request.parse(JSON.parse(body));
  const messages: Message[] = asked.messages.map(({ role, content }) => ({ role, text: textOf(content) }));
  const turn = answerTo(options.lines, messages);
  await pause(turn.seconds * 1000 * factor(options.seed, id));
  if (res.destroyed) return;
  const calls = turn.calls
    .flatMap((call) => Object.entries(call))
    .map(([name, args], index) => ({
      index,
      id: `call_${id}_${index}`,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    }));
  answer(
    res,
    { id: `chatcmpl-${id}`, created: Math.floor(Date.now() / 1000), model: asked.model },
    turn.text,
    calls,
    {
      prompt: Math.ceil(body.length / 4),
      cached: Math.ceil(prefixLength(asked.messages) / 4),
      completion: Math.ceil(JSON.stringify(calls).length / 4),
    },
  );
}

interface Counted {
  readonly prompt: number;
  readonly cached: number;
  readonly completion: number;
}

/** One stream of chunks, as compatible servers send it, with usage at the end. */
function answer(
  res: ServerResponse,
  base: object,
  text: string,
  calls: readonly object[],
  tokens: Counted,
): void {
  const send = (choices: readonly object[], more: object = {}) =>
    res.write(`data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", choices, ...more })}\n\n`);
  res.writeHead(200, { "content-type": "text/event-stream" });
  send([{ index: 0, delta: { role: "assistant", content: text }, finish_reason: null }]);
  for (const call of calls) send([{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }]);
  send([{ index: 0, delta: {}, finish_reason: "tool_calls" }]);
  const usage = {
    prompt_tokens: tokens.prompt,
    completion_tokens: tokens.completion,
    total_tokens: tokens.prompt + tokens.completion,
    prompt_tokens_details: { cached_tokens: tokens.cached },
  };
  send([], { usage });
  res.end("data: [DONE]\n\n");
}

/** What a server with a prompt cache would have seen before: everything up to the model's last words. */
function prefixLength(messages: readonly { role: string }[]): number {
  const last = messages.findLastIndex((message) => message.role === "assistant");
  return last === -1 ? 0 : JSON.stringify(messages.slice(0, last)).length;
}

/** A factor from 0 to 2 that depends on seed and call alone. */
function factor(seed: number | undefined, call: number): number {
  if (seed === undefined) return 1;
  let state = (seed * 2654435761 + call * 40503) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  state = Math.imul(state ^ (state >>> 13), 3266489917) >>> 0;
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 31;
}

const parts = z.array(z.looseObject({ text: z.string().optional() }));

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  const parsed = parts.safeParse(content);
  return parsed.success ? parsed.data.map((part) => part.text ?? "").join("") : "";
}
