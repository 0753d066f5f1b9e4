/** An integration branch that somebody else rewrote pauses the goal, until a person accepts it or pushes the old one back. */

import type { Entry } from "../domain/entry.ts";
import type { Rule } from "./rule.ts";

/** Seen for so long, it is no moment between two pushes of a person. */
const patience = 60_000;

export const holdRewritten: Rule = (world) => {
  const { rewritten, integration } = world;
  const { open, resumed, times } = world.log.rewrite;
  if (!rewritten && open && integration) {
    const entry = { kind: "rewrite-over" as const, head: integration.head, accepted: false };
    return [append(entry, "integration has its history back")];
  }
  if (!rewritten) return [];
  if (!open)
    return rewritten.for < patience
      ? []
      : [append({ kind: "rewritten", head: integration?.head }, "somebody rewrote integration")];
  if (resumed) return [{ kind: "accept-rewrite" }];
  return world.remarks.has(`rewritten ${times}`) ? [] : [{ kind: "show-rewrite" }];
};

const append = (entry: Entry, subject: string) => ({ kind: "append" as const, entries: [entry], subject });
