/** What is known of a red integration branch: who broke it, or which run would tell. */

import { lastRunOn } from "../domain/checks.ts";
import type { Blamed } from "../domain/log.ts";
import type { Link, World } from "../domain/world.ts";
import { bisect, type Finding } from "./bisect.ts";

/** What came since green or since the last revert, which gave it green's tree; that revert is the first of it. */
export function linksSinceGreen({ sinceGreen }: World): readonly Link[] {
  const revert = sinceGreen.findLastIndex((link) => link.reverts === "red");
  return sinceGreen.slice(Math.max(0, revert));
}

/** Of the newest checked commit, if a held check fails on it; what landed after it is looked at later. */
export function findCulprit(world: World): Finding | undefined {
  const links = linksSinceGreen(world);
  const top = links.findLastIndex((link) => lastRunOn(world.log, link.commit));
  const run = lastRunOn(world.log, links[top]?.commit ?? "");
  if (!world.green || !run?.red) return undefined;
  return bisect(world.log, world.green, links.slice(0, top + 1), run.broken);
}

/** The log names what was found already. */
export const isBlamed = (world: World, { link }: Extract<Finding, { kind: "found" }>): boolean =>
  world.log.blamed.some((blamed) => blamed.commit === link.commit);

/** Blames that still matter: their commit is not green's, and was not taken back. */
export function openBlames(world: World): readonly Blamed[] {
  const present = new Set(linksSinceGreen(world).map((link) => link.commit));
  return world.log.blamed.filter((blamed) => present.has(blamed.commit));
}
