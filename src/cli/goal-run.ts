/** One goal from the moment a person opens it to its verdict, and the report of it. */

import { labelName } from "../codec/labels.ts";
import { GitMirror } from "../effect/git-mirror.ts";
import { mirrorFolder } from "../effect/mirrors.ts";
import { buildReport } from "./build-report.ts";
import type { Embedded } from "./embedded.ts";
import type { Narrator } from "./narrator.ts";
import type { Report } from "./report.ts";

export interface Where {
  readonly owner: string;
  readonly name: string;
}

/** Opens the goal as a person would: an issue with the label. */
export async function openGoal(
  embedded: Embedded,
  where: Where,
  title: string,
  body: string,
): Promise<number> {
  const at = { owner: where.owner, repo: where.name };
  const labels = [labelName("goal")];
  return (await embedded.human.rest.issues.create({ ...at, title, body, labels })).data.number;
}

export interface Told {
  readonly model: Report["model"];
  readonly sandbox: Report["sandbox"];
  readonly branch: string | null;
}

/** The report of what the narrator saw last. */
export async function reportOf(
  embedded: Embedded,
  narrator: Narrator,
  state: string,
  where: Where,
  told: Told,
): Promise<Report> {
  const world = narrator.world;
  if (!world) throw new Error("The goal was never read.");
  const mirror = new GitMirror(
    mirrorFolder(state, { owner: where.owner, repo: where.name }),
    "",
    async () => "",
  );
  const changed = new Map<number, readonly string[]>();
  for (const landing of world.log.landings.values()) {
    const changes = await mirror.changes(`${landing.merge}^1`, landing.merge);
    changed.set(
      landing.task,
      changes.map(({ path }) => path),
    );
  }
  return buildReport({
    world,
    journal: embedded.forge.journal,
    app: "stigmergy[bot]",
    changed,
    mostWorkersAtOnce: narrator.mostWorkers,
    seconds: Math.round(narrator.seconds() * 10) / 10,
    forge: { url: `${embedded.forge.url}/${where.owner}/${where.name}`, state },
    ...told,
  });
}
