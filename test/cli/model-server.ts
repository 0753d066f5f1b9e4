/** A small server that speaks Chat Completions on loopback; each test says what the model answers to a role's turn. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly role: string;
  /** Answers the model gave in this conversation before. */
  readonly turn: number;
}

export type Call = readonly [tool: string, args: object];

interface Body {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content?: string }[];
}

export interface ModelServer extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
}

/** No answer at all leaves the request hanging. No usage is ever sent, as with many servers. */
export async function serveModel(play: (asked: Asked) => Call | undefined): Promise<ModelServer> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { model, messages } = JSON.parse(text) as Body;
    const brief = messages.find((message) => message.role === "user")?.content ?? "";
    const turn = messages.filter((message) => message.role === "assistant").length;
    const call = play({ role: /^Role: (\w+)/.exec(brief)?.[1] ?? "", turn });
    if (!call) return;
    const named = { name: call[0], arguments: JSON.stringify(call[1]) };
    const tools = [{ index: 0, id: `call_${++calls}`, type: "function", function: named }];
    const chunk = (choice: object) =>
      `data: ${JSON.stringify({ id: "chat", object: "chat.completion.chunk", created: 1, model, choices: [choice] })}\n\n`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk({ index: 0, delta: { role: "assistant", tool_calls: tools }, finish_reason: null }));
    response.write(chunk({ index: 0, delta: {}, finish_reason: "tool_calls" }));
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    env: { OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
