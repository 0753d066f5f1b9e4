/** The part of GitHub's own API description that the forge serves, as scripts/extract-openapi.ts cut it out. */

import { readFileSync } from "node:fs";

type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly method: string;
  /** A path with `{name}` for what varies. */
  readonly path: string;
  /** By status; null for an answer without a described body. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}

export interface Description {
  /** By GitHub's operation id, such as "issues/get". */
  readonly operations: Readonly<Record<string, Operation>>;
  /** By event and action, such as "issues-opened". */
  readonly webhooks: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

export const description: Description = JSON.parse(
  readFileSync(new URL("../openapi.json", import.meta.url), "utf8"),
);

const matchers = Object.entries(description.operations)
  .map(([id, { method, path }]) => ({ id, method, path, pattern: patternOf(path) }))
  // "commits/main/check-runs" is no commit of that name: what says most is tried first.
  .sort((one, other) => wordsOf(other.path).length - wordsOf(one.path).length);

/** The operation a request is for; undefined when GitHub describes none. */
export function findOperation(method: string, path: string): string | undefined {
  return matchers.find((matcher) => matcher.method === method && matcher.pattern.test(path))?.id;
}

function wordsOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "");
}

/** Names of branches and refs go on over slashes, and a file's may be empty. */
function patternOf(path: string): RegExp {
  const source = path
    .replaceAll(".", "\\.")
    .replaceAll("/{path}", "(?:/.*)?")
    .replaceAll(/\{(?:ref|branch|base|head)\}/g, ".+")
    .replaceAll(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${source}$`);
}
