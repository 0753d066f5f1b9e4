/** What a model does when its server refuses, breaks off or falls silent. */

import { expect, test } from "vitest";
import { createModel } from "../../src/model/registry.ts";
import type { ModelTiming } from "../../src/model/timing.ts";
import { cut, deserted, endEarly, fallSilent, finish, refuse, says, serve, stream } from "./line-server.ts";
import { asking, never } from "./question.ts";

const fine = stream(says({ content: "fine" }), finish("stop"));

/** A model that notes its pauses instead of making them. */
async function modelAt(url: string, timing: Partial<ModelTiming> = {}) {
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const servers = { compatible: { baseUrl: url, key: "very-secret" } };
  return { pauses, model: createModel("compatible/m", servers, { pause, ...timing }) };
}

test("waits as long as a 429 says, then goes on", async () => {
  const busy = refuse(429, { message: "slow down" }, { "retry-after": "7" });
  const { url, asked } = await serve(busy, fine);
  const { model, pauses } = await modelAt(url);
  expect((await model.ask(asking("x"), never)).text).toBe("fine");
  expect(pauses).toEqual([7000]);
  expect(asked).toHaveLength(2);
});

test("doubles its pauses, with some jitter, until it counts as unavailable", async () => {
  const { url, asked } = await serve(refuse(503, { message: "down" }));
  const { model, pauses } = await modelAt(url, { retries: 4, firstPauseMs: 100, longestPauseMs: 400 });
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("down"),
  });
  expect(asked).toHaveLength(5);
  const limits = [100, 200, 400, 400];
  expect(pauses).toHaveLength(limits.length);
  expect(pauses.every((ms, index) => ms >= limits[index]! / 2 && ms <= limits[index]!)).toBe(true);
});

test("does not sit out a pause that is far too long", async () => {
  const { url, asked } = await serve(refuse(429, { message: "tomorrow" }, { "retry-after": "86400" }));
  const { model } = await modelAt(url);
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ kind: "unavailable" });
  expect(asked).toHaveLength(1);
});

test("tries again when nobody answers at the address", async () => {
  const { model, pauses } = await modelAt(await deserted(), { retries: 2 });
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("ECONNREFUSED"),
  });
  expect(pauses).toHaveLength(2);
});

test.each([
  ["overflow", 400, { code: "context_length_exceeded", message: "no" }],
  ["overflow", 400, { message: "This model's maximum context length is 8192 tokens." }],
  ["overflow", 400, { message: "prompt is too long: 210000 tokens > 200000 maximum" }],
  ["overflow", 400, { type: "exceed_context_size_error", message: "the request is too large" }],
  ["overflow", 413, { message: "too large" }],
  ["auth", 401, { message: "who are you" }],
  ["auth", 403, { message: "not for you" }],
  ["refused", 404, { message: "no such model" }],
  ["refused", 422, { message: "bad field" }],
  ["refused", 429, { code: "insufficient_quota", message: "pay first" }],
])("is %s at once for status %i and %j", async (kind, status, error) => {
  const { url, asked } = await serve(refuse(status, error), fine);
  const { model } = await modelAt(url);
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ name: "ModelError", kind });
  expect(asked).toHaveLength(1);
});

test("follows no redirect, because the key would travel with it", async () => {
  const elsewhere = await serve(fine);
  const { url } = await serve(refuse(307, { message: "elsewhere" }, { location: elsewhere.url }));
  const { model } = await modelAt(url);
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ kind: "refused" });
  expect(elsewhere.asked).toEqual([]);
});

test("never repeats the key, and little of what the server says", async () => {
  const { url } = await serve(refuse(401, { message: `very-secret is wrong. ${"x".repeat(5000)}` }));
  const { model } = await modelAt(url);
  const error: Error = await model.ask(asking("x"), never).catch((reason) => reason);
  expect(error.message).toContain("[key] is wrong.");
  expect(error.message.length).toBeLessThan(400);
});

test.each([
  ["is cut", cut(says({ content: "half" }))],
  ["ends without a finish", endEarly(says({ content: "half" }))],
  ["carries an error", stream(says({ content: "half" }), { error: { message: "overloaded", code: 502 } })],
  ["is no JSON", (response: Parameters<typeof fine>[0]) => void response.end("data: {oops\n\n")],
])("asks again when the stream %s", async (_what, broken) => {
  const { url, asked } = await serve(broken, fine);
  const { model } = await modelAt(url);
  expect((await model.ask(asking("x"), never)).text).toBe("fine");
  expect(asked).toHaveLength(2);
});

test("recognises an overflow that is told inside the stream", async () => {
  const { url } = await serve(stream({ error: { code: "context_length_exceeded", message: "long" } }));
  const { model } = await modelAt(url);
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ kind: "overflow" });
});

test("asks again when the stream falls silent", async () => {
  const { url, asked } = await serve(fallSilent(says({ content: "half" })), fine);
  const { model } = await modelAt(url, { silenceMs: 60 });
  expect((await model.ask(asking("x"), never)).text).toBe("fine");
  expect(asked).toHaveLength(2);
});

test("takes comments in the stream for signs of life", async () => {
  const { url } = await serve((response) => {
    fallSilent(says({ content: "slow" }))(response);
    let beats = 0;
    const timer = setInterval(() => {
      beats += 1;
      response.write(": working\n\n");
      if (beats < 8) return;
      clearInterval(timer);
      response.end(`data: ${JSON.stringify(finish("stop"))}\n\n`);
    }, 80);
  });
  const { model } = await modelAt(url, { silenceMs: 500, retries: 0 });
  expect((await model.ask(asking("x"), never)).text).toBe("slow");
});

test("gives up a call that lasts too long, without another try", async () => {
  const { url, asked } = await serve(() => {});
  const { model } = await modelAt(url, { callMs: 1_000 });
  await expect(model.ask(asking("x"), never)).rejects.toMatchObject({ kind: "unavailable" });
  expect(asked).toHaveLength(1);
});

test("asks once more after an empty reply, and counts what both cost", async () => {
  const usage = { choices: [], usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 } };
  const { url, asked } = await serve(stream(finish("stop"), usage));
  const { model } = await modelAt(url);
  expect(await model.ask(asking("x"), never)).toEqual({
    text: "",
    toolCalls: [],
    usage: { inputTokens: 20, cachedTokens: 0, outputTokens: 2 },
  });
  expect(asked).toHaveLength(2);
});
