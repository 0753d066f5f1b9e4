/** Gated landing: submissions are merged into a candidate, and integration advances to it only if no held check fails there. */

import { lastRunOn } from "../domain/checks.ts";
import type { Sha } from "../domain/ids.ts";
import { checksOn } from "../domain/log.ts";
import type { Link, World } from "../domain/world.ts";
import { bisect, type Finding } from "./bisect.ts";
import { endingTasks } from "./end.ts";
import { holdOf } from "./hold.ts";
import { isGated, landable } from "./land.ts";
import type { Rule } from "./rule.ts";

export const gateSubmissions: Rule = (world) => {
  const head = world.integration?.head;
  if (!isGated(world) || !head || !checksOn(world.log, head)) return [];
  const links = linksInTest(world);
  const top = links?.at(-1);
  if (!links || !top) {
    const tasks = landable(world);
    return tasks.length > 0 ? [{ kind: "propose", tasks }] : [];
  }
  if (!lastRunOn(world.log, top.commit)) return [];
  const found = findCulprit(world, head, links);
  if (!found) return [{ kind: "land-candidate", commit: top.commit }];
  if (found.kind === "run" || !found.link.landing) return [];
  const { link, check } = found;
  const passed = links[links.indexOf(link) - 1];
  return [
    { kind: "return-red", task: found.link.landing.task, commit: link.commit, check },
    ...(passed && worseOn(world, head, passed)?.length === 0
      ? [{ kind: "land-candidate" as const, commit: passed.commit }]
      : []),
  ];
};

/** The commit whose checks the gate waits for. */
export function commitToTest(world: World): Sha | undefined {
  const head = world.integration?.head;
  const links = isGated(world) ? linksInTest(world) : undefined;
  const top = links?.at(-1);
  if (!head || !links || !top) return undefined;
  if (!lastRunOn(world.log, top.commit)) return top.commit;
  const found = findCulprit(world, head, links);
  return found?.kind === "run" ? found.commit : undefined;
}

function findCulprit(world: World, head: Sha, links: readonly Link[]): Finding | undefined {
  const top = links.at(-1);
  const worse = (top && worseOn(world, head, top)) ?? [];
  return worse.length === 0 ? undefined : bisect(world.log, head, links, new Set(worse));
}

/**
 * What fails on this commit and held on the head; undefined while it was not run. A check that fails on the head as well is
 * not the candidate's fault: else nothing could land that mends it.
 */
function worseOn({ log }: World, head: Sha, { commit }: Link): readonly string[] | undefined {
  const before = lastRunOn(log, head)?.broken;
  const run = lastRunOn(log, commit);
  return run && [...run.broken].filter((check) => !before?.has(check));
}

/** The candidate as long as it stands on the head, and everything in it is still submitted as it was. */
function linksInTest(world: World): readonly Link[] | undefined {
  const links = world.candidate?.links ?? [];
  const ending = endingTasks(world);
  const holds = ({ landing }: Link): boolean => {
    const tip = landing && world.tips.get(landing.task);
    const open = landing && world.issues.get(landing.task)?.open === true;
    if (landing && (ending.has(landing.task) || holdOf(world, landing.task))) return false;
    return tip?.state.kind === "submitted" && tip.sha === landing?.submission && open === true;
  };
  const stands = links[0]?.parent === world.integration?.head;
  return stands && links.length > 0 && links.every(holds) ? links : undefined;
}
