/** What only Anthropic's protocol asks for: merged messages, cache marks, and usage in three parts. */

import { expect, test, vi } from "vitest";
import { messagesBody } from "../../src/model/anthropic-messages.ts";
import type { Turn } from "../../src/model/model.ts";
import { createModel } from "../../src/model/registry.ts";
import { type Answer, refuse, serve } from "./line-server.ts";
import { asking, never } from "./question.ts";

const marked = { cache_control: { type: "ephemeral" } };

const step = (id: string): readonly Turn[] => [
  {
    role: "assistant",
    text: " ",
    toolCalls: [
      { id: `${id}1`, name: "read_file", arguments: '{"path":"a"}' },
      { id: `${id}2`, name: "read_file", arguments: "{broken" },
    ],
  },
  { role: "tool", callId: `${id}1`, name: "read_file", text: "one" },
  { role: "tool", callId: `${id}2`, name: "read_file", text: "two" },
];

test("merges answers and user turns into one message and marks the stable prefix", () => {
  const body = messagesBody(
    "m",
    asking("start", ...step("a"), { role: "user", text: "hurry" }, ...step("b")),
  );
  expect(body.system).toEqual([{ type: "text", text: "You are careful.", ...marked }]);
  expect(body.tools?.map((tool) => tool.cache_control?.type)).toEqual([undefined, "ephemeral"]);
  const use = (id: string) => ({
    role: "assistant",
    content: [
      { type: "tool_use", id: `${id}1`, name: "read_file", input: { path: "a" } },
      { type: "tool_use", id: `${id}2`, name: "read_file", input: { malformed_arguments: "{broken" } },
    ],
  });
  const result = (id: string, content: string) => ({ type: "tool_result", tool_use_id: id, content });
  expect(body.messages).toEqual([
    { role: "user", content: [{ type: "text", text: "start" }] },
    use("a"),
    {
      role: "user",
      content: [result("a1", "one"), result("a2", "two"), { type: "text", text: "hurry", ...marked }],
    },
    use("b"),
    { role: "user", content: [result("b1", "one"), { ...result("b2", "two"), ...marked }] },
  ]);
});

const events =
  (...list: readonly { readonly type: string }[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(list.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
  };

const block = (index: number, start: object, ...deltas: readonly object[]) => [
  { type: "content_block_start", index, content_block: start },
  ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
  { type: "content_block_stop", index },
];
const usage = {
  input_tokens: 5,
  cache_read_input_tokens: 80,
  cache_creation_input_tokens: 15,
  output_tokens: 1,
};

const whole = events(
  { type: "message_start", message: { usage } } as { type: string },
  ...block(0, { type: "thinking", thinking: "" }, { type: "thinking_delta", thinking: "hm" }),
  ...block(1, { type: "text", text: "" }, { type: "text_delta", text: "Looking." }),
  ...block(
    2,
    { type: "tool_use", id: "t1", name: "read_file", input: {} },
    { type: "input_json_delta", partial_json: '{"path":' },
    { type: "input_json_delta", partial_json: ' "a' },
  ),
  ...block(3, { type: "tool_use", id: "t2", name: "list_files", input: {} }),
  { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 33 } } as {
    type: string;
  },
  { type: "message_stop" },
);

const modelAt = (baseUrl: string) =>
  createModel("anthropic/m", { anthropic: { key: "k", baseUrl } }, { pause: async () => {} });

test("counts cached and written input, and keeps arguments as they were written", async () => {
  vi.stubEnv("ANTHROPIC_CUSTOM_HEADERS", "x-more: from-environment");
  vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "from-environment");
  const { url, asked } = await serve(whole);
  const reply = await modelAt(url)
    .ask(asking("x"), never)
    .finally(() => vi.unstubAllEnvs());
  expect(reply).toEqual({
    text: "Looking.",
    toolCalls: [
      { id: "t1", name: "read_file", arguments: '{"path": "a' },
      { id: "t2", name: "list_files", arguments: "{}" },
    ],
    usage: { inputTokens: 100, cachedTokens: 80, outputTokens: 33 },
  });
  expect(asked[0]?.headers).toMatchObject({ "x-api-key": "k", "anthropic-version": "2023-06-01" });
  expect(JSON.stringify(asked[0]?.headers)).not.toContain("from-environment");
});

const streamError = (type: string, message: string) =>
  events({ type: "error", error: { type, message } } as { type: string });

test.each<[string, Answer]>([
  ["is overloaded", refuse(529, { type: "overloaded_error", message: "Overloaded" })],
  ["is overloaded in the stream", streamError("overloaded_error", "Overloaded")],
  ["ends early", events({ type: "message_start", message: { usage } } as { type: string })],
])("asks again when it %s", async (_what, trouble) => {
  const { url, asked } = await serve(trouble, whole);
  expect((await modelAt(url).ask(asking("x"), never)).text).toBe("Looking.");
  expect(asked).toHaveLength(2);
});

test.each<[string, Answer]>([
  ["overflow", refuse(400, { type: "invalid_request_error", message: "prompt is too long: 3 > 2 maximum" })],
  ["auth", refuse(401, { type: "authentication_error", message: "invalid x-api-key" })],
  ["refused", streamError("invalid_request_error", "no")],
])("tells %s", async (kind, answer) => {
  const { url } = await serve(answer);
  await expect(modelAt(url).ask(asking("x"), never)).rejects.toMatchObject({ kind });
});
