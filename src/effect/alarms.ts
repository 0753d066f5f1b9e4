/** What a goal's change does to its tests and checks, computed from the difference of two trees and never from anybody's words. */

import { definesCheck, runsScripts, withScripts } from "../domain/check-files.ts";
import { isManifest, manifestChange, scriptsOf } from "../domain/manifest.ts";
import { type Alarms, demandsOf, isTestFile, isWeaker } from "../domain/test-files.ts";
import type { Mirror } from "./mirror.ts";

/** Of more changed tests the rest is not read, but counted: the list of removed ones is whole. */
const mostRead = 500;

export async function alarmsOf(
  mirror: Pick<Mirror, "changes" | "readFile">,
  from: string,
  to: string,
  checks: readonly string[],
): Promise<Alarms> {
  const changes = await mirror.changes(from, to);
  const texts = async (path: string) =>
    [await mirror.readFile(from, path), await mirror.readFile(to, path)] as const;
  const tests = changes.filter(({ path }) => isTestFile(path));
  const changed = tests.filter(({ how }) => how === "changed");
  const measured = changed.slice(0, mostRead).map(async ({ path }) => {
    const [before = "", after = ""] = await texts(path);
    return { path, before: demandsOf(before), after: demandsOf(after) };
  });
  const manifests = runsScripts(checks) ? changes.filter(({ path }) => isManifest(path)) : [];
  const scripts = manifests.map(async ({ path }) => manifestChange(path, ...(await texts(path))));
  const others = (await Promise.all(scripts)).flatMap(({ path, runs }) => (runs ? [path] : []));
  const commands = withScripts(checks, scriptsOf(await mirror.readFile(from, "package.json")));
  return {
    removed: tests.flatMap(({ path, how }) => (how === "removed" ? [path] : [])),
    weakened: (await Promise.all(measured)).filter(({ before, after }) => isWeaker(before, after)),
    unread: Math.max(0, changed.length - mostRead),
    checks: [...changes.flatMap(({ path }) => (definesCheck(path, commands) ? [path] : [])), ...others],
  };
}
