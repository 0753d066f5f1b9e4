/** Virtual time: events in order of their time and of their scheduling, each run when all before it has settled. */

import type { Clock } from "../../src/effect/clock.ts";

/** Whatever can die or stand still: what it waits for reaches it no more, or only when it wakes. */
export class Machine {
  readonly name: string;
  state: "running" | "stopped" | "dead" = "running";
  readonly held: (() => void)[] = [];
  readonly #death = new AbortController();

  constructor(name: string) {
    this.name = name;
  }

  die(): void {
    this.state = "dead";
    this.#death.abort(this.name);
  }

  /** Until it dies it listens; a signal made of others keeps all that still listens to it. */
  onAbort(signal: AbortSignal, action: () => void): void {
    if (signal.aborted) action();
    else signal.addEventListener("abort", action, { once: true, signal: this.#death.signal });
  }
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly machine: Machine | undefined;
  /** Whether promises may go on from it. */
  readonly isHeard: boolean;
  action: (() => void) | undefined;
}

/** 2026-01-01 in milliseconds since 1970. */
export const beginning = Date.UTC(2026, 0, 1);

export class VirtualTime {
  #now = 0;
  #order = 0;
  readonly #events: Event[] = [];

  /** Milliseconds since the beginning of the run. */
  get now(): number {
    return this.#now;
  }

  /** Runs the action after so many milliseconds; for a machine, only while it runs. Answers how to call it off. */
  after(milliseconds: number, action: () => void, machine?: Machine, isHeard = true): () => void {
    const event: Event = {
      at: this.#now + Math.max(0, milliseconds),
      order: this.#order++,
      machine,
      isHeard,
      action,
    };
    this.#push(event);
    return () => {
      event.action = undefined;
    };
  }

  /** Runs what nobody's promise waits for, such as a change at the forge, which others are only told of later. */
  unheard(milliseconds: number, action: () => void): void {
    this.after(milliseconds, action, undefined, false);
  }

  /** Runs events until the condition holds, nothing is left, or so many milliseconds have passed. */
  async run(until: () => boolean, deadline: number): Promise<void> {
    // Others in this process get their turn, and from here on this goes on from a promise, as `settled` needs it.
    await new Promise((resolve) => setImmediate(resolve));
    while (!until()) {
      const event = this.#events[0];
      if (!event || event.at > deadline) {
        this.#now = Math.max(this.#now, deadline);
        return;
      }
      this.#pop();
      if (!event.action || event.machine?.state === "dead") continue;
      this.#now = event.at;
      if (event.machine?.state === "stopped") {
        const held = event;
        event.machine.held.push(() => held.action?.());
        continue;
      }
      event.action();
      if (event.isHeard) await settled();
    }
  }

  wake(machine: Machine): void {
    machine.state = "running";
    for (const action of machine.held.splice(0)) this.after(0, action, machine);
  }

  /** A machine's own clock: off by so many milliseconds, until `skew` says otherwise. */
  clockOf(machine: Machine, skew: () => number): Clock {
    return {
      now: () => beginning + this.#now + skew(),
      monotonic: () => this.#now,
      after: (milliseconds, action) => this.after(milliseconds, action, machine),
    };
  }

  #push(event: Event): void {
    const heap = this.#events;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, event)) break;
      heap[index] = above;
      heap[parent] = event;
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#events;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ; ) {
      const child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      const isRight = left && right && isBefore(right, left);
      const lower = isRight ? right : left;
      if (!lower || isBefore(last, lower)) return;
      heap[index] = lower;
      index = isRight ? child + 1 : child;
      heap[index] = last;
    }
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Everything that only waits for promises has run: asked for from a promise, Node looks at its next ticks when no promise
 * has anything left to do. A turn of the event loop would say the same, at several times the price.
 */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
