/** What models cost: looked up offline in a published list, which is kept with this program. */

import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import type { Usage } from "./model.ts";
import { parseModelName } from "./registry.ts";

/** USD per million tokens. */
export interface Price {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** The price of `modelName`, undefined if nobody knows it. Surcharges for very long prompts are left out. */
export function priceOf(modelName: string): Price | undefined {
  const parsed = parseModelName(modelName);
  if (parsed === undefined || parsed.provider === "compatible") return undefined;
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, parsed.model, {
    providerId: parsed.provider,
  });
  const prices = found?.model_price ?? {};
  const input = baseOf(prices.input_mtok);
  const output = baseOf(prices.output_mtok);
  if (input === undefined || output === undefined) return undefined;
  // Where writing the cache costs more, all fresh input costs that: our marks have it written.
  const fresh = baseOf(prices.cache_write_mtok) ?? input;
  return { input: Math.max(input, fresh), cachedInput: baseOf(prices.cache_read_mtok) ?? input, output };
}

const baseOf = (price: ModelPrice[string]) => (typeof price === "object" ? price.base : price);

/** USD of one call; undefined if the price is unknown. */
export function costOf(usage: Usage, price: Price | undefined): number | undefined {
  if (price === undefined) return undefined;
  const fresh = usage.inputTokens - usage.cachedTokens;
  return (
    (fresh * price.input + usage.cachedTokens * price.cachedInput + usage.outputTokens * price.output) / 1e6
  );
}

/** Reads `IN,OUT` in USD per million tokens; undefined if it is anything else. Cached input costs the same. */
export function parsePrice(text: string): Price | undefined {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*,\s*(\d+(?:\.\d+)?|\.\d+)\s*$/.exec(text);
  if (!match) return undefined;
  const input = Number(match[1]);
  return { input, cachedInput: input, output: Number(match[2]) };
}
