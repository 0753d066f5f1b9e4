/** Conditional reads: what GitHub answered once is asked for with its tag, and "not modified" costs no allowance. */

import { deserialize, serialize } from "node:v8";
import type { Octokit } from "@octokit/rest";

/** A client's requests, those of its plugins included. */
type Client = Pick<Octokit, "hook" | "request">;
type Answer = Awaited<ReturnType<Octokit["request"]>>;

interface Known {
  readonly tag: string;
  readonly headers: Answer["headers"];
  /** As bytes, because callers change what they get: each has a copy of its own. Not JSON: ids may be bigints. */
  readonly bytes: Buffer;
}

/** What some thousand issues with long texts take. */
const mostBytes = 16_000_000;

/** The answers to GET requests, those used last kept longest, up to so many bytes. A cache: it may be lost. */
export class KnownAnswers {
  readonly #known = new Map<string, Known>();
  readonly #most: number;
  #size = 0;

  constructor(most = mostBytes) {
    this.#most = most;
  }

  /** Makes a client ask conditionally; once per client. Clients of one scope see the same at the same address. */
  attach(client: Client, scope: string): void {
    client.hook.wrap("request", async (request, options) => {
      if (options.method !== "GET") return request(options);
      const key = `${scope} ${options.headers.accept} ${client.request.endpoint(options).url}`;
      const known = this.#known.get(key);
      if (known) options.headers["if-none-match"] = known.tag;
      try {
        const answer = await request(options);
        this.#keep(key, answer);
        return answer;
      } catch (error) {
        const answer = known && notModified(error);
        if (!answer) throw error;
        this.#put(key, known);
        const headers = { ...known.headers, ...answer.headers };
        return { ...answer, status: 200, headers, data: deserialize(known.bytes) };
      }
    });
  }

  #keep(key: string, { status, headers, data }: Answer): void {
    const tag = headers.etag;
    const bytes = status === 200 && tag ? serialize(data) : undefined;
    if (tag && bytes && bytes.length <= this.#most) this.#put(key, { tag, headers, bytes });
    else this.#drop(key);
  }

  /** The newest is the last in the map. */
  #put(key: string, known: Known): void {
    this.#drop(key);
    this.#known.set(key, known);
    this.#size += known.bytes.length;
    for (const oldest of this.#known.keys()) {
      if (this.#size <= this.#most) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#size -= this.#known.get(key)?.bytes.length ?? 0;
    this.#known.delete(key);
  }
}

/** Octokit throws what is no answer of its own kind. */
function notModified(error: unknown): Answer | undefined {
  const { status, response } = error as { status?: number; response?: Answer };
  return status === 304 ? response : undefined;
}
