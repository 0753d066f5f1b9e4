/** What every provider must do alike, against a mock of its own protocol. */

import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Model, Turn } from "../../src/model/model.ts";
import { createModel } from "../../src/model/registry.ts";
import { asking, never } from "./question.ts";

const mock = new LLMock({ port: 0, chunkSize: 4 });
beforeAll(async () => void (await mock.start()));
afterAll(() => mock.stop());
beforeEach(() => void mock.reset());

const providers: readonly (readonly [string, string, () => Model])[] = [
  ["openai", "/v1/responses", () => openai()],
  ["compatible", "/v1/chat/completions", () => compatible()],
  ["anthropic", "/v1/messages", () => anthropic()],
];
const openai = () => createModel("openai/m", { openai: { key: "k", baseUrl: `${mock.url}/v1` } });
const compatible = () => createModel("compatible/a/m", { compatible: { baseUrl: `${mock.url}/v1` } });
const anthropic = () => createModel("anthropic/m", { anthropic: { key: "k", baseUrl: mock.url } });

const usage = { input_tokens: 120, output_tokens: 7, prompt_tokens: 120, completion_tokens: 7 };

describe.each(providers)("%s", (provider, path, model) => {
  test("streams a text with its usage", async () => {
    mock.onMessage("greet", { content: "Good morning to the whole swarm.", usage });
    expect(await model().ask(asking("greet"), never)).toEqual({
      text: "Good morning to the whole swarm.",
      toolCalls: [],
      usage: { inputTokens: 120, cachedTokens: 0, outputTokens: 7 },
    });
    expect(mock.getLastRequest()).toMatchObject({ path, body: { stream: true } });
    expect(model().name.startsWith(`${provider}/`)).toBe(true);
  });

  test("offers the tools and hands a call over", async () => {
    const toolCalls = [{ id: "call_1", name: "read_file", arguments: { path: "src/deep/file.ts" } }];
    mock.on({ userMessage: "read", toolName: "list_files" }, { toolCalls });
    const reply = await model().ask(asking("read"), never);
    expect(reply.toolCalls).toEqual([
      { id: "call_1", name: "read_file", arguments: '{"path":"src/deep/file.ts"}' },
    ]);
  });

  test("hands over several calls of one reply, with the text before them", async () => {
    mock.onMessage("both", {
      content: "Looking.",
      toolCalls: [
        { id: "call_1", name: "read_file", arguments: { path: "a" } },
        { id: "call_2", name: "list_files", arguments: { path: "b" } },
      ],
    });
    const reply = await model().ask(asking("both"), never);
    expect(reply.text).toBe("Looking.");
    expect(reply.toolCalls.map(({ id, name, arguments: args }) => [id, name, JSON.parse(args)])).toEqual([
      ["call_1", "read_file", { path: "a" }],
      ["call_2", "list_files", { path: "b" }],
    ]);
  });

  test("sends the answers of several calls back together", async () => {
    mock.on(
      { toolCallId: "call_2", toolResultContains: "c.ts", systemMessage: "You are careful." },
      { content: "Two answers." },
    );
    const reply = await model().ask(asking("go on", ...answered), never);
    expect(reply.text).toBe("Two answers.");
  });
});

const answered: readonly Turn[] = [
  {
    role: "assistant",
    text: "",
    toolCalls: [
      { id: "call_1", name: "read_file", arguments: '{"path":"a"}' },
      { id: "call_2", name: "list_files", arguments: "not json" },
    ],
  },
  { role: "tool", callId: "call_1", name: "read_file", text: "one" },
  { role: "tool", callId: "call_2", name: "list_files", text: "c.ts" },
];
