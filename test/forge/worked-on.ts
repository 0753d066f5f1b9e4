/** A repository that was worked on, as readers of its pages would find it. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { git, type startGround, widgets } from "./ground.ts";
import { tourChecks, tourPush } from "./openapi/tour-code.ts";

type Ground = Awaited<ReturnType<typeof startGround>>;

/** The tips of branches; "joined" merges topic/one into main, "apart" has a first commit of its own. */
export type Tips = Readonly<Record<"main" | "topic/one" | "joined" | "apart", string>>;

/** Issue #1 above #2 (closed, in milestone 1) above #3, pull request #4 from topic/one, and a check of main. */
export async function fillWorkedOn(ground: Ground): Promise<Tips> {
  const tips = await push(ground);
  const { issues, reactions, pulls } = ground.as("ada").rest;
  await issues.createMilestone({ ...widgets, title: "cycle 1", description: "The **first**." });
  await issues.create({ ...widgets, title: "A shop", body: "Sell *things*.", labels: ["swarm:goal"] });
  const { data: child } = await issues.create({ ...widgets, title: "A till", milestone: 1 });
  const { data: grandchild } = await issues.create({ ...widgets, title: "A drawer" });
  await issues.addSubIssue({ ...widgets, issue_number: 1, sub_issue_id: child.id });
  await issues.addSubIssue({ ...widgets, issue_number: 2, sub_issue_id: grandchild.id });
  const { data: comment } = await issues.createComment({ ...widgets, issue_number: 1, body: "See #2." });
  await reactions.createForIssueComment({ ...widgets, comment_id: comment.id, content: "eyes" });
  await issues.update({ ...widgets, issue_number: 2, state: "closed", state_reason: "completed" });
  await pulls.create({ ...widgets, title: "Land it", head: "topic/one", base: "main" });
  const bot = ground.installation().rest;
  await bot.issues.createComment({ ...widgets, issue_number: 3, body: "I take this." });
  await tourChecks(bot);
  return tips;
}

async function push(ground: Ground): Promise<Tips> {
  await tourPush(ground);
  const clone = join(ground.place.path, "clone");
  await git(clone, "switch", "--quiet", "--create", "joined", "main");
  await git(clone, "merge", "--quiet", "--no-ff", "--message=Join them", "topic/one");
  await git(clone, "switch", "--quiet", "--orphan", "apart");
  await writeFile(join(clone, "begin.txt"), "The very first line.\n");
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message=begin apart");
  await git(clone, "push", "--quiet", "origin", "joined", "apart");
  const tip = (branch: string) => git(clone, "rev-parse", branch);
  const [main, topic] = [await tip("main"), await tip("topic/one")];
  return { main, "topic/one": topic, joined: await tip("joined"), apart: await tip("apart") };
}
