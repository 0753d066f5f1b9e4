/** REST: milestones. */

import {
  changeMilestone,
  createMilestone,
  deleteMilestone,
  type MilestoneChanges,
} from "../act/milestones.ts";
import { notFound } from "../refusal.ts";
import type { Milestone } from "../rows.ts";
import { showMilestone } from "../show/label.ts";
import { milestoneByNumber } from "./find.ts";
import { answerPage } from "./page.ts";
import { type RepositoryAsk, repositoryRoute } from "./route.ts";

export const milestoneRoutes = [
  repositoryRoute("GET", "/milestones", ["issues/list-milestones", "issues", "read"], (ask) => {
    const state = ask.query.get("state") ?? "open";
    const sign = ask.query.get("direction") === "desc" ? -1 : 1;
    const milestones = ask.hub.store.milestones
      .group(ask.repository.id)
      .filter((milestone) => state === "all" || milestone.state === state)
      .sort((one, other) => sign * (one.number - other.number));
    return answerPage(ask, milestones, (milestone) => showMilestone(ask.hub, milestone));
  }),
  repositoryRoute("POST", "/milestones", ["issues/create-milestone", "issues", "write"], (ask) => {
    const title = ask.body.required("title");
    const milestone = createMilestone(ask.hub, ask.act(), ask.repository, title, changesOf(ask));
    return { status: 201, body: showMilestone(ask.hub, milestone) };
  }),
  repositoryRoute("GET", "/milestones/{number}", ["issues/get-milestone", "issues", "read"], (ask) => ({
    status: 200,
    body: showMilestone(ask.hub, askedMilestone(ask)),
  })),
  repositoryRoute("PATCH", "/milestones/{number}", ["issues/update-milestone", "issues", "write"], (ask) => {
    const changes = { ...changesOf(ask), title: ask.body.text("title") };
    const changed = changeMilestone(ask.hub, ask.act(), askedMilestone(ask), changes);
    return { status: 200, body: showMilestone(ask.hub, changed) };
  }),
  repositoryRoute("DELETE", "/milestones/{number}", ["issues/delete-milestone", "issues", "write"], (ask) => {
    deleteMilestone(ask.hub, ask.act(), askedMilestone(ask));
    return { status: 204 };
  }),
];

function askedMilestone(ask: RepositoryAsk): Milestone {
  const milestone = milestoneByNumber(ask.hub, ask.repository, Number(ask.params.number));
  if (!milestone) throw notFound();
  return milestone;
}

const changesOf = (ask: RepositoryAsk): MilestoneChanges => ({
  description: ask.body.clearableText("description"),
  state: ask.body.word("state", ["open", "closed"]),
  dueOn: ask.body.clearableText("due_on"),
});
