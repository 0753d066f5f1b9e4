/** A tour through the forge's issues: each operation is called and each webhook caused at least once. */

import type { Octokit } from "@octokit/rest";
import { statusOf, widgets } from "../ground.ts";

type Rest = Octokit["rest"];

/** Opens, changes, lists and closes issues, with labels and milestones. */
export async function tourIssues({ issues }: Rest): Promise<void> {
  await issues.create({ ...widgets, title: "Goal", body: "Please.", labels: ["swarm:goal"] });
  const at = { ...widgets, issue_number: 1 };
  await issues.createLabel({ ...widgets, name: "swarm:task", color: "00ff00", description: "A task" });
  await issues.updateLabel({ ...widgets, name: "swarm:task", new_name: "swarm:work" });
  await issues.getLabel({ ...widgets, name: "swarm:work" });
  await issues.addLabels({ ...at, labels: ["swarm:work", "late"] });
  await issues.removeLabel({ ...at, name: "late" });
  await issues.setLabels({ ...at, labels: ["swarm:goal"] });
  await issues.listLabelsOnIssue(at);
  await issues.listLabelsForRepo(widgets);
  await tourMilestones({ issues });
  await issues.update({ ...at, title: "The goal", body: "Thanks.", milestone: 1 });
  await issues.update({ ...at, milestone: null });
  await issues.update({ ...at, milestone: 1, state: "closed", state_reason: "not_planned" });
  await issues.get(at);
  await issues.update({ ...at, state: "open" });
  await issues.listForRepo({ ...widgets, state: "all" });
  await issues.deleteLabel({ ...widgets, name: "swarm:work" });
  await issues.listEventsForTimeline(at);
}

async function tourMilestones({ issues }: Pick<Rest, "issues">): Promise<void> {
  await issues.createMilestone({ ...widgets, title: "cycle 1", due_on: "2030-01-01T00:00:00Z" });
  const at = { ...widgets, milestone_number: 1 };
  await issues.updateMilestone({ ...at, description: "The first" });
  await issues.updateMilestone({ ...at, state: "closed" });
  await issues.getMilestone(at);
  await issues.updateMilestone({ ...at, state: "open" });
  await issues.listMilestones(widgets);
  await issues.createMilestone({ ...widgets, title: "cycle 2" });
  await issues.deleteMilestone({ ...widgets, milestone_number: 2 });
}

/** Comments on the first issue, edits, pins, reacts and deletes. */
export async function tourComments({ rest, request }: Pick<Octokit, "rest" | "request">): Promise<void> {
  const { issues, reactions } = rest;
  const at = { ...widgets, issue_number: 1 };
  const { data } = await issues.createComment({ ...at, body: "one" });
  const comment = { ...widgets, comment_id: data.id };
  await issues.getComment(comment);
  await issues.updateComment({ ...comment, body: "uno" });
  await request("PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin", comment);
  for (const content of ["eyes", "eyes"] as const) {
    await reactions.createForIssueComment({ ...comment, content });
    await reactions.createForIssue({ ...at, content });
  }
  await reactions.listForIssueComment(comment);
  await reactions.listForIssue(at);
  await issues.listComments(at);
  await issues.listCommentsForRepo(widgets);
  await issues.get(at);
  await issues.listEventsForTimeline(at);
  await issues.deleteComment(comment);
}

/** Gives the first issue a child and takes it away, and pins the parent. */
export async function tourHierarchy({ rest: { issues }, graphql }: Pick<Octokit, "rest" | "graphql">) {
  const { data: parent } = await issues.get({ ...widgets, issue_number: 1 });
  const { data: child } = await issues.create({ ...widgets, title: "Task" });
  const pair = { ...widgets, issue_number: parent.number, sub_issue_id: child.id };
  await issues.addSubIssue(pair);
  await issues.listSubIssues(pair);
  await issues.getParent({ ...widgets, issue_number: child.number });
  await issues.listEventsForTimeline(pair);
  await issues.removeSubIssue(pair);
  await issues.listEventsForTimeline({ ...widgets, issue_number: child.number });
  const input = { issueId: parent.node_id };
  await graphql("mutation ($input: PinIssueInput!) { pinIssue(input: $input) { clientMutationId } }", {
    input,
  });
  await graphql("mutation ($input: UnpinIssueInput!) { unpinIssue(input: $input) { clientMutationId } }", {
    input,
  });
}

/** Is refused in the usual ways; the statuses, in order. */
export async function tourRefusals(writer: Rest, stranger: Rest): Promise<readonly number[]> {
  const first = { ...widgets, issue_number: 1 };
  const calls = [
    () => writer.issues.get({ ...widgets, issue_number: 999 }),
    () => writer.issues.create({ ...widgets, title: " " }),
    () => writer.issues.createLabel({ ...widgets, name: "swarm:goal", color: "000000" }),
    () => writer.issues.createMilestone({ ...widgets, title: "cycle 1" }),
    () => writer.issues.createComment({ ...first, body: "x".repeat(65_537) }),
    () => writer.issues.removeLabel({ ...first, name: "nothing" }),
    () => writer.issues.getParent(first),
    () => writer.issues.addSubIssue({ ...first, sub_issue_id: 999_999 }),
    () => writer.git.createRef({ ...widgets, ref: "refs/heads/main", sha: "0".repeat(40) }),
    () => writer.git.getRef({ ...widgets, ref: "heads/nothing" }),
    () => writer.repos.get({ owner: "acme", repo: "nothing" }),
    () => writer.checks.create({ ...widgets, name: "a person's", head_sha: "0".repeat(40) }),
    () => writer.apps.getAuthenticated(),
    () => stranger.issues.addLabels({ ...first, labels: ["mine"] }),
  ];
  const statuses: number[] = [];
  for (const call of calls) statuses.push(await statusOf(call()));
  return statuses;
}
