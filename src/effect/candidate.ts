/** The candidate of gated landing: merges that the log keeps, and that land as exactly the commits that were tested. */

import type { Sha } from "../domain/ids.ts";
import { tasksOf } from "../domain/task.ts";
import type { World } from "../domain/world.ts";
import { pushLandings } from "./landing.ts";
import type { Outside } from "./outside.ts";
import { refusedWords } from "./speech.ts";
import { propose, sendBack } from "./submissions.ts";

/** Lands the candidate up to this commit, all of it or none; not once an issue was closed. */
export async function landCandidate(outside: Outside, world: World, commit: Sha): Promise<void> {
  const { integration, candidate } = world;
  if (!integration || !candidate) return;
  const links = candidate.links.slice(0, candidate.links.findIndex((link) => link.commit === commit) + 1);
  const landings = links.flatMap(({ landing, commit: merge }) => {
    const tip = landing && world.tips.get(landing.task);
    const isAsTested = tip?.sha === landing?.submission && tip?.state.kind === "submitted";
    return landing && isAsTested ? [{ ...landing, merge, facts: tip.facts, words: tip.state.handOff }] : [];
  });
  const open = await outside.github.openOf(landings.map(({ task }) => task));
  if (open.size < landings.length) return;
  const pushed = await pushLandings(outside, integration.head, commit, landings);
  if (pushed.kind !== "refused") return;
  const half = links[Math.ceil(links.length / 2) - 1];
  const alone = tasksOf(world).find((task) => task.number === landings[0]?.task);
  const tip = alone && world.tips.get(alone.number);
  // What the server does not take is found by halves, as when landing directly.
  if (links.length > 1 && half)
    await propose(
      outside,
      half.commit,
      landings.slice(0, links.indexOf(half) + 1).map(({ task }) => task),
    );
  else if (alone && tip) await sendBack(outside, alone, tip, "refused", refusedWords(pushed.words));
}
