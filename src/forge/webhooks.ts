/** Webhooks: signed, in order per app, one attempt each, never in the way of the answer that caused them. */

import { createHmac, randomUUID } from "node:crypto";
import { lie } from "./faults/deliveries.ts";
import type { Faults } from "./faults/faults.ts";
import type { App } from "./rows.ts";

const patience = 10_000;

export interface Delivery {
  readonly event: string;
  /** Made when its turn comes; it may need to ask git. */
  readonly payload: () => Promise<object> | object;
}

export class Webhooks {
  readonly #lanes = new Map<number, Promise<void>>();
  readonly #closing = new AbortController();
  readonly #faults: Faults | undefined;

  constructor(faults?: Faults) {
    this.#faults = faults;
  }

  /** Queues a delivery behind the earlier ones of the same app; returns at once. */
  send(app: App, delivery: Delivery): void {
    const fate = this.#faults?.onDelivery(delivery.event);
    const { copies = 1, held = 0 } = fate ?? {};
    const sent = fate?.lies ? { ...delivery, payload: async () => lie(await delivery.payload()) } : delivery;
    const go = () => {
      for (let copy = 0; copy < copies; copy++) this.#queue(app, sent);
    };
    if (held === 0) go();
    else setTimeout(go, held).unref();
  }

  #queue(app: App, delivery: Delivery): void {
    const earlier = this.#lanes.get(app.id) ?? Promise.resolve();
    const later = earlier.then(() => this.#attempt(app, delivery));
    this.#lanes.set(app.id, later);
  }

  /** Gives up what is under way and waiting. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#lanes.values());
  }

  /** GitHub does not retry, and a receiver that is down is not the forge's trouble. */
  async #attempt(app: App, { event, payload }: Delivery): Promise<void> {
    if (this.#closing.signal.aborted) return;
    try {
      const body = JSON.stringify(await payload());
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(patience)]);
      const response = await fetch(app.webhookUrl, {
        method: "POST",
        headers: headersOf(app, event, body),
        body,
        signal,
      });
      await response.arrayBuffer();
    } catch {
      return;
    }
  }
}

function headersOf(app: App, event: string, body: string): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "User-Agent": "GitHub-Hookshot/f0e9d8c",
    "X-GitHub-Delivery": randomUUID(),
    "X-GitHub-Event": event,
    "X-GitHub-Hook-ID": String(app.hookId),
    "X-GitHub-Hook-Installation-Target-ID": String(app.id),
    "X-GitHub-Hook-Installation-Target-Type": "integration",
    "X-Hub-Signature-256": `sha256=${createHmac("sha256", app.webhookSecret).update(body).digest("hex")}`,
  };
}
