/** Puts streamed pieces of Chat Completions tool calls together, also those of servers that bend the protocol. */

import { randomUUID } from "node:crypto";
import type { ToolCall } from "./model.ts";

export interface ToolCallDelta {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
}

interface Draft {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

export interface ToolCallCollector {
  add(delta: ToolCallDelta): void;
  /** All calls in the order in which they began. Ids that are missing or given twice are made up. */
  finish(): readonly ToolCall[];
}

export function createToolCallCollector(): ToolCallCollector {
  const drafts: Draft[] = [];
  return {
    add(delta) {
      const index = delta.index ?? undefined;
      const known = drafts.findLast((draft) => index === undefined || draft.index === index);
      const draft = known && continues(known, delta) ? known : { index, id: "", name: "", arguments: "" };
      if (draft !== known) drafts.push(draft);
      draft.id ||= delta.id ?? "";
      draft.name ||= delta.function?.name ?? "";
      draft.arguments += argumentsText(delta);
    },
    finish() {
      const taken = new Set<string>();
      return drafts.map((draft) => {
        const id = draft.id === "" || taken.has(draft.id) ? `call_${randomUUID()}` : draft.id;
        taken.add(id);
        return { id, name: draft.name, arguments: draft.arguments };
      });
    },
  };
}

/** Some servers give every call the index 0, some none at all, some repeat the name in every piece. */
function continues(draft: Draft, delta: ToolCallDelta): boolean {
  const id = delta.id ?? "";
  if (id !== "" && draft.id !== "") return id === draft.id;
  if (!delta.function?.name) return true;
  const isIndexed = typeof delta.index === "number";
  return isIndexed && !isComplete(draft.arguments);
}

const isComplete = (text: string) => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

function argumentsText(delta: ToolCallDelta): string {
  const value = delta.function?.arguments ?? "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
