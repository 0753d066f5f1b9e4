/** What only OpenAI's Responses API shows: its input items, and streams that fail or stay incomplete. */

import { expect, test } from "vitest";
import { createModel } from "../../src/model/registry.ts";
import { type Answer, serve } from "./line-server.ts";
import { asking, never } from "./question.ts";

const events =
  (...list: readonly { readonly type: string; readonly [field: string]: unknown }[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(list.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
  };

const message = { type: "message", content: [{ type: "output_text", text: "Half a" }] };
const usage = { input_tokens: 50, output_tokens: 9, input_tokens_details: { cached_tokens: 32 } };
const incomplete = events(
  { type: "response.output_item.done", item: message },
  { type: "response.incomplete", response: { output: [], usage } },
);

async function modelAt(...answers: readonly Answer[]) {
  const { url, asked } = await serve(...answers);
  const servers = { openai: { key: "k", baseUrl: url } };
  return { asked, model: createModel("openai/m", servers, { pause: async () => {} }) };
}

test("takes a reply that ran out of room as it is, with what was read from the cache", async () => {
  const { model } = await modelAt(incomplete);
  expect(await model.ask(asking("x"), never)).toEqual({
    text: "Half a",
    toolCalls: [],
    usage: { inputTokens: 50, cachedTokens: 32, outputTokens: 9 },
  });
});

test("sends calls and their answers as items, stores nothing and leaves schemas alone", async () => {
  const { model, asked } = await modelAt(incomplete);
  const toolCalls = [{ id: "c1", name: "read_file", arguments: "{broken" }];
  await model.ask(
    asking(
      "x",
      { role: "assistant", text: "Looking.", toolCalls },
      { role: "tool", callId: "c1", name: "read_file", text: "No." },
    ),
    never,
  );
  expect(asked[0]?.body).toMatchObject({
    instructions: "You are careful.",
    store: false,
    max_output_tokens: 500,
    tools: [{ name: "read_file", strict: false }, { name: "list_files" }],
    input: [
      { role: "user", content: "x" },
      { role: "assistant", content: "Looking." },
      { type: "function_call", call_id: "c1", name: "read_file", arguments: "{broken" },
      { type: "function_call_output", call_id: "c1", output: "No." },
    ],
  });
});

const failed = (code: string) =>
  events({ type: "response.failed", response: { error: { code, message: "It failed." } } });

test.each<[string, Answer]>([
  ["fails", failed("server_error")],
  ["ends early", events({ type: "response.output_item.done", item: message })],
  ["carries an error", events({ type: "error", code: "rate_limit_exceeded", message: "Too fast." })],
])("asks again when the stream %s", async (_what, trouble) => {
  const { model, asked } = await modelAt(trouble, incomplete);
  expect((await model.ask(asking("x"), never)).text).toBe("Half a");
  expect(asked).toHaveLength(2);
});

test.each([
  ["overflow", "context_length_exceeded"],
  ["refused", "invalid_prompt"],
])("tells %s inside the stream", async (kind, code) => {
  const { model } = await modelAt(failed(code));
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ kind });
});
