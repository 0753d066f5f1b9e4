/** Changes the source of single files as they are loaded: what then runs is the real code, but for one mistake. */

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

/** In a file, by its path from the root of the project, one text that is there exactly once. */
export interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export class NoSuchText extends Error {}

/** The changed sources by the URLs of their files. Throws when a text is missing or not alone. */
export function changedSources(changes: readonly SourceChange[]): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const { file, from, to } of changes) {
    const url = pathToFileURL(file).href;
    const source = changed.get(url) ?? readFileSync(file, "utf8");
    const count = source.split(from).length - 1;
    if (count !== 1) throw new NoSuchText(`${file} holds the text ${count} times, not once: ${from}`);
    changed.set(
      url,
      source.replace(from, () => to),
    );
  }
  return changed;
}

/** From now on these files are loaded with their changes; throws as `changedSources` does. */
export function changeSources(changes: readonly SourceChange[]): void {
  const changed = changedSources(changes);
  registerHooks({
    load: (url, context, next) => {
      const source = changed.get(url);
      return source === undefined
        ? next(url, context)
        : { format: "module-typescript", source, shortCircuit: true };
    },
  });
}
