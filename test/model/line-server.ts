/** A loopback server that answers request by request what a test says, for what no mock library can show. */

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export type Answer = (response: ServerResponse) => void;

/** Plays `answers` in order and then the last one again; closed with the test. */
export async function serve(...answers: readonly Answer[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(pieces).toString()) });
    answers[Math.min(asked.length, answers.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An address at which nobody listens. */
export async function deserted(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export const refuse =
  (status: number, error: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error }));
  };

const begin = (response: ServerResponse, chunks: readonly unknown[]) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join(""));
};

/** A whole stream of Chat Completions chunks. */
export const stream =
  (...chunks: readonly unknown[]): Answer =>
  (response) => {
    begin(response, chunks);
    response.end("data: [DONE]\n\n");
  };

/** A stream that begins and then says nothing more. */
export const fallSilent =
  (...chunks: readonly unknown[]): Answer =>
  (response) =>
    begin(response, chunks);

/** A stream that ends as if all were well, but without its finish. */
export const endEarly =
  (...chunks: readonly unknown[]): Answer =>
  (response) => {
    begin(response, chunks);
    response.end();
  };

/** A stream whose connection breaks. */
export const cut =
  (...chunks: readonly unknown[]): Answer =>
  (response) => {
    begin(response, chunks);
    response.flushHeaders();
    setImmediate(() => response.destroy());
  };

export const says = (delta: unknown) => ({ choices: [{ index: 0, delta, finish_reason: null }] });

export const finish = (reason: string) => ({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
