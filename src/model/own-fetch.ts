/** The only way an SDK of ours reaches the network: with our headers alone, and with every byte noticed. */

import { Agent, fetch } from "undici";
import type { Watch } from "./watched-call.ts";

/** Node's own fetch gives up on headers after five minutes, and a slow server may think longer than that. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/**
 * A `fetch` for one call. The SDKs add headers named in the environment, so theirs are replaced as a whole.
 * Redirects are not followed: the key must not travel to another host.
 */
export function ownFetch(headers: Readonly<Record<string, string>>, watch: Watch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(String(input), {
      method: init?.method ?? "GET",
      body: typeof init?.body === "string" ? init.body : null,
      signal: init?.signal ?? null,
      dispatcher: patient,
      headers: {
        accept: "text/event-stream, application/json",
        "content-type": "application/json",
        "user-agent": "stigmergy",
        ...headers,
      },
      redirect: "manual",
    });
    watch.heard();
    const { status, statusText } = response;
    return new Response(response.body?.pipeThrough(noticing(watch)) ?? null, {
      status,
      statusText,
      headers: response.headers,
    });
  };
}

/** Comments and pings count as signs of life too, which is why bytes are watched and not events. */
const noticing = (watch: Watch) =>
  new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      watch.heard();
      controller.enqueue(chunk);
    },
  });
