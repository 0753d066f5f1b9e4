/** An integration branch that somebody else rewrote: what it must hold, and what was said and done about it. */

import type { Logged } from "./entry.ts";
import type { Sha } from "./ids.ts";
import type { World } from "./world.ts";

export interface Rewrite {
  /** Landings and beginnings of cycles: as long as nobody rewrites integration, its history holds them all. */
  anchors: Set<Sha>;
  /** How often it was rewritten, as the log says. */
  times: number;
  /** The log says so, and it is not over. */
  open: boolean;
  /** A person said resume since: the branch counts as it is. */
  resumed: boolean;
}

export const emptyRewrite = (): Rewrite => ({ anchors: new Set(), times: 0, open: false, resumed: false });

export function applyRewrite(
  rewrite: Rewrite,
  entry: Extract<Logged, { kind: "rewritten" | "rewrite-over" }>,
): void {
  rewrite.open = entry.kind === "rewritten";
  rewrite.resumed = false;
  if (entry.kind === "rewritten") rewrite.times += 1;
  else if (entry.accepted) rewrite.anchors = new Set([entry.head]);
}

/** Seen now, or in the log and not over: until then nothing of integration's history is believed. */
export const isRewritten = (world: World): boolean => world.rewritten !== undefined || world.log.rewrite.open;
