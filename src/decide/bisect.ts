/** Finds the commit of a chain that broke a check, by results in the log: in each world one run to make, or the answer. */

import { lastRunOn } from "../domain/checks.ts";
import type { Sha } from "../domain/ids.ts";
import type { Checked, LogView } from "../domain/log.ts";
import type { Link } from "../domain/world.ts";

export type Finding =
  | { readonly kind: "run"; readonly commit: Sha }
  /** `sure`: the commit before it passed afresh. Else the check is flaky, or broke before the whole chain. */
  | { readonly kind: "found"; readonly link: Link; readonly check: string; readonly sure: boolean };

/**
 * The first commit after `base` on which something of `broken` fails; the last one is known to. Each run halves what is
 * left, and one more asks the commit before the culprit afresh: at most ceil(log2 n) + 1 runs, whatever they say.
 */
export function bisect(
  log: LogView,
  base: Sha,
  links: readonly Link[],
  broken: ReadonlySet<string>,
): Finding | undefined {
  const commits = [base, ...links.map((link) => link.commit)];
  const failed = commits.map((commit) => failedIn(lastRunOn(log, commit), broken));
  const good = Math.max(0, failed.slice(0, -1).lastIndexOf(false));
  const bad = failed.indexOf(true, good + 1);
  const link = links[bad - 1];
  const [before, culprit] = [commits[good], commits[bad]];
  if (!link || !before || !culprit) return undefined;
  const [check = ""] = failuresIn(lastRunOn(log, culprit), broken);
  if (wavers(log, commits, broken)) return { kind: "found", link, check, sure: false };
  const middle = commits[(good + bad) >> 1];
  if (bad - good > 1 && middle) return { kind: "run", commit: middle };
  const again = runsSinceFailure(log, culprit, broken).findLast((run) => run.commit === before);
  if (!again) return { kind: "run", commit: before };
  return { kind: "found", link, check, sure: !failedIn(again, broken) };
}

/** Since the chain's end was seen failing, a commit that had passed failed: going on would chase a flaky check. */
function wavers({ checks }: LogView, commits: readonly Sha[], broken: ReadonlySet<string>): boolean {
  const start = checks.findIndex((run) => run.commit === commits.at(-1) && failedIn(run, broken));
  return checks.some(
    (run, index) =>
      index > start &&
      commits.includes(run.commit) &&
      failedIn(run, broken) &&
      checks.slice(0, index).some((old) => old.commit === run.commit && !failedIn(old, broken)),
  );
}

function runsSinceFailure(log: LogView, commit: Sha, broken: ReadonlySet<string>): readonly Checked[] {
  const first = log.checks.findIndex((run) => run.commit === commit && failedIn(run, broken));
  return log.checks.slice(first + 1);
}

const failuresIn = (run: Checked | undefined, broken: ReadonlySet<string>): readonly string[] =>
  (run?.results ?? [])
    .filter((result) => !result.passed && broken.has(result.command))
    .map((result) => result.command);

/** Undefined while it was not run. */
const failedIn = (run: Checked | undefined, broken: ReadonlySet<string>): boolean | undefined =>
  run && failuresIn(run, broken).length > 0;
