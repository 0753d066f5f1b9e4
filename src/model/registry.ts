/** From a name such as `openai/gpt-5` to the model that answers to it. */

import { anthropicMessages } from "./anthropic.ts";
import type { Model } from "./model.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { type Adapter, patientModel } from "./retry.ts";
import type { Endpoint, ModelServers } from "./server.ts";
import { defaultTiming, type ModelTiming } from "./timing.ts";

export type { ModelServer, ModelServers } from "./server.ts";

export type Provider = keyof ModelServers;

export interface ModelName {
  readonly provider: Provider;
  /** As the server calls it; may contain slashes. */
  readonly model: string;
}

/** The provider needs a key, and none was given. */
export class MissingKey extends Error {
  readonly provider: Provider;
  constructor(provider: Provider) {
    super(`The provider ${provider} needs a key.`);
    this.name = "MissingKey";
    this.provider = provider;
  }
}

/** The provider has no address of its own, and none was given. */
export class MissingBaseUrl extends Error {
  readonly provider: Provider;
  constructor(provider: Provider) {
    super(`The provider ${provider} needs a base URL.`);
    this.name = "MissingBaseUrl";
    this.provider = provider;
  }
}

interface ProviderKind {
  readonly baseUrl?: string;
  readonly adapter: (endpoint: Endpoint) => Adapter;
}

const providers: Readonly<Record<Provider, ProviderKind>> = {
  openai: { baseUrl: "https://api.openai.com/v1", adapter: openaiResponses },
  anthropic: { baseUrl: "https://api.anthropic.com", adapter: anthropicMessages },
  compatible: { adapter: openaiChat },
};

const isProvider = (text: string): text is Provider => Object.hasOwn(providers, text);

/** Returns undefined if `name` is not `provider/model` of a provider we know. */
export function parseModelName(name: string): ModelName | undefined {
  const slash = name.indexOf("/");
  const provider = name.slice(0, Math.max(slash, 0));
  const model = name.slice(slash + 1);
  if (!isProvider(provider) || model === "" || /\s/.test(model)) return undefined;
  return { provider, model };
}

/** The address of a model's server; undefined for a name that is none, or a provider without one. */
export function addressOf(name: string, servers: ModelServers): string | undefined {
  const provider = parseModelName(name)?.provider;
  return provider && (servers[provider]?.baseUrl || providers[provider].baseUrl);
}

/** Servers without keys still want to see something like one. */
const placeholderKey = "none";

/**
 * A model that is ready to be asked; nothing is sent yet and nothing is read from the environment.
 *
 * - Throws MissingKey for `openai` and `anthropic` without a key, unless a base URL says that another server answers.
 * - Throws MissingBaseUrl for `compatible` without one, and RangeError if `name` is not a model's name.
 */
export function createModel(name: string, servers: ModelServers, timing: Partial<ModelTiming> = {}): Model {
  const parsed = parseModelName(name);
  if (parsed === undefined) throw new RangeError(`${name} is not the name of a model (provider/model).`);
  const { provider, model } = parsed;
  const given = servers[provider];
  const kind = providers[provider];
  const baseUrl = given?.baseUrl || kind.baseUrl;
  if (baseUrl === undefined) throw new MissingBaseUrl(provider);
  if (!given?.key && !given?.baseUrl) throw new MissingKey(provider);
  const adapter = kind.adapter({ key: given.key || placeholderKey, baseUrl, model });
  return patientModel(adapter, { ...defaultTiming, ...timing });
}
