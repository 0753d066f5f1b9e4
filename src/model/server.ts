/** Where a model is reached and what its calls carry; values come from the caller, never from the environment. */

export interface ModelServer {
  readonly key?: string;
  /** As the provider's SDK takes it: with `/v1` for `openai` and `compatible`, without for `anthropic`. */
  readonly baseUrl?: string;
}

export interface ModelServers {
  readonly openai?: ModelServer;
  readonly anthropic?: ModelServer;
  readonly compatible?: ModelServer;
}

/** What an adapter needs: every field is settled, so that no SDK fills a gap by itself. */
export interface Endpoint {
  readonly key: string;
  readonly baseUrl: string;
  /** The model as the server calls it. */
  readonly model: string;
}
