/** Names of models, and what each provider needs. */

import { expect, test, vi } from "vitest";
import { createModel, MissingBaseUrl, MissingKey, parseModelName } from "../../src/model/registry.ts";

test.each([
  ["openai/gpt-5", { provider: "openai", model: "gpt-5" }],
  ["compatible/org/model:7b", { provider: "compatible", model: "org/model:7b" }],
  ["gpt-5", undefined],
  ["openai/", undefined],
  ["/gpt-5", undefined],
  ["toString/gpt-5", undefined],
  ["other/gpt-5", undefined],
  ["openai/gpt 5", undefined],
])("parses %j", (name, expected) => {
  expect(parseModelName(name)).toEqual(expected);
});

test.each(["openai", "anthropic"] as const)(
  "%s without a key says so, whatever the environment holds",
  (provider) => {
    vi.stubEnv(`${provider.toUpperCase()}_API_KEY`, "from-environment");
    const create = () => createModel(`${provider}/m`, { [provider]: { key: "" } });
    expect(create).toThrow(MissingKey);
    expect(create).toThrow(expect.objectContaining({ provider }));
    vi.unstubAllEnvs();
  },
);

test("a base URL may come without a key", () => {
  expect(createModel("anthropic/m", { anthropic: { baseUrl: "http://127.0.0.1:1" } }).name).toBe(
    "anthropic/m",
  );
});

test("compatible needs a base URL, and every model a name", () => {
  expect(() => createModel("compatible/m", { compatible: { key: "k" } })).toThrow(MissingBaseUrl);
  expect(() => createModel("m", {})).toThrow(RangeError);
});
