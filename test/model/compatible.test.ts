/** Servers that are only nearly compatible. */

import { expect, test, vi } from "vitest";
import { createModel } from "../../src/model/registry.ts";
import { type Answer, finish, says, serve, stream } from "./line-server.ts";
import { asking, never } from "./question.ts";

const calls = (...deltas: readonly unknown[]) =>
  stream(...deltas.map((delta) => says({ tool_calls: [delta] })), finish("tool_calls"));

async function replyTo(answer: Answer) {
  const { url, asked } = await serve(answer);
  const model = createModel("compatible/org/m", { compatible: { baseUrl: url } });
  return { reply: await model.ask(asking("x"), never), asked };
}

const named = (name: string, args: unknown, more: object = {}) => ({
  ...more,
  type: "function",
  function: { name, arguments: args },
});
const piece = (args: string, more: object = {}) => ({ ...more, function: { arguments: args } });

const readA = { name: "read_file", arguments: '{"path":"a"}' };
const listB = { name: "list_files", arguments: '{"path":"b"}' };

test.each<[string, Answer]>([
  [
    "interleaved pieces with an index",
    calls(
      named("read_file", "", { index: 0, id: "1" }),
      named("list_files", "", { index: 1, id: "2" }),
      piece('{"path":', { index: 0 }),
      piece('{"path":', { index: 1 }),
      piece('"a"}', { index: 0 }),
      piece('"b"}', { index: 1 }),
    ),
  ],
  [
    "pieces without an index",
    calls(
      named("read_file", '{"path"', { id: "1" }),
      piece(':"a"}'),
      named("list_files", '{"path"', { id: "2" }),
      piece(':"b"}'),
    ),
  ],
  [
    "whole calls that all have the index 0",
    calls(
      named("read_file", '{"path":"a"}', { index: 0, id: "1" }),
      named("list_files", '{"path":"b"}', { index: 0, id: "2" }),
    ),
  ],
  [
    "whole calls that all have the index 0 and no id",
    calls(
      named("read_file", '{"path":"a"}', { index: 0, id: "" }),
      named("list_files", '{"path":"b"}', { index: 0, id: "" }),
    ),
  ],
  [
    "whole calls in one chunk without index and id",
    stream(
      says({ tool_calls: [named("read_file", '{"path":"a"}'), named("list_files", '{"path":"b"}')] }),
      finish("tool_calls"),
    ),
  ],
  [
    "a name and an id repeated in every piece",
    calls(
      named("read_file", '{"path"', { index: 0, id: "1" }),
      named("read_file", ':"a"}', { index: 0, id: "1" }),
      named("list_files", '{"path":"b"}', { index: 1, id: "2" }),
    ),
  ],
  ["arguments as an object", calls(named("read_file", { path: "a" }), named("list_files", { path: "b" }))],
  [
    "one id for two calls",
    calls(
      named("read_file", '{"path":"a"}', { index: 0, id: "1" }),
      named("list_files", '{"path":"b"}', { index: 1, id: "1" }),
    ),
  ],
])("understands %s", async (_what, answer) => {
  const { reply } = await replyTo(answer);
  expect(reply.toolCalls).toMatchObject([readA, listB]);
  const ids = reply.toolCalls.map(({ id }) => id);
  expect(ids.every((id) => id !== "") && new Set(ids).size === 2).toBe(true);
});

test("does without usage", async () => {
  const { reply, asked } = await replyTo(stream(says({ content: "hello" }), finish("stop")));
  expect(reply).toEqual({ text: "hello", toolCalls: [] });
  expect(asked[0]?.body).toMatchObject({ model: "org/m", stream_options: { include_usage: true } });
});

test("counts the cached part of the input", async () => {
  const usage = { prompt_tokens: 90, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 64 } };
  const { reply } = await replyTo(stream(says({ content: "hello" }), finish("stop"), { choices: [], usage }));
  expect(reply.usage).toEqual({ inputTokens: 90, cachedTokens: 64, outputTokens: 4 });
});

test("hands malformed arguments over as they are, and sends them back as JSON", async () => {
  const broken = calls(named("read_file", '{"path": "a', { index: 0, id: "1" }));
  const { url, asked } = await serve(broken, stream(says({ content: "sorry" }), finish("stop")));
  const model = createModel("compatible/m", { compatible: { baseUrl: url } });
  const { toolCalls } = await model.ask(asking("x"), never);
  expect(toolCalls).toEqual([{ id: "1", name: "read_file", arguments: '{"path": "a' }]);
  const turns = [
    { role: "assistant" as const, text: "", toolCalls },
    { role: "tool" as const, callId: "1", name: "read_file", text: "Not JSON." },
  ];
  await model.ask(asking("x", ...turns), never);
  const sent = { function: { arguments: JSON.stringify({ malformed_arguments: '{"path": "a' }) } };
  expect(asked[1]?.body).toMatchObject({ messages: [{}, {}, { tool_calls: [sent] }, { role: "tool" }] });
});

test("sends nothing that the environment says", async () => {
  vi.stubEnv("OPENAI_API_KEY", "from-environment");
  vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1");
  vi.stubEnv("OPENAI_ORG_ID", "from-environment");
  vi.stubEnv("OPENAI_CUSTOM_HEADERS", "authorization: from-environment\nx-more: from-environment");
  const { asked } = await replyTo(stream(says({ content: "hello" }), finish("stop"))).finally(() =>
    vi.unstubAllEnvs(),
  );
  expect(asked[0]?.headers.authorization).toBe("Bearer none");
  expect(JSON.stringify(asked[0]?.headers)).not.toContain("from-environment");
});
