/** The REST API as octokit sees it. */

import { expect, test } from "vitest";
import { git, startGround, statusOf, widgets } from "./ground.ts";

test("an issue is opened, labelled, put in a milestone, edited, closed and reopened", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const { data: milestone } = await ada.rest.issues.createMilestone({ ...widgets, title: "#1 · cycle 1" });
  const { data: issue, status } = await ada.rest.issues.create({
    ...widgets,
    title: "Crash",
    body: "It crashes.",
    labels: ["bug"],
    milestone: milestone.number,
  });
  expect([status, issue.number, issue.user?.login, issue.milestone?.title]).toEqual([
    201,
    1,
    "ada",
    "#1 · cycle 1",
  ]);
  await ada.rest.issues.addLabels({ ...widgets, issue_number: 1, labels: ["urgent"] });
  await ada.rest.issues.removeLabel({ ...widgets, issue_number: 1, name: "bug" });
  const closed = await ada.rest.issues.update({
    ...widgets,
    issue_number: 1,
    state: "closed",
    state_reason: "not_planned",
    body: "Gone.",
  });
  expect(closed.data).toMatchObject({ state: "closed", state_reason: "not_planned", body: "Gone." });
  expect(closed.data.labels.map((label) => (typeof label === "string" ? label : label.name))).toEqual([
    "urgent",
  ]);
  await ada.rest.issues.update({ ...widgets, issue_number: 1, state: "open" });
  const { data: timeline } = await ada.rest.issues.listEventsForTimeline({ ...widgets, issue_number: 1 });
  expect(timeline.map((entry) => entry.event)).toEqual([
    "labeled",
    "milestoned",
    "labeled",
    "unlabeled",
    "closed",
    "reopened",
  ]);
});

test("a deleted label or milestone is gone from all issues, and one of its name is another", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const { issues } = ada.rest;
  await issues.createMilestone({ ...widgets, title: "cycle 1" });
  await issues.create({ ...widgets, title: "Task", labels: ["swarm:task", "mine"], milestone: 1 });
  const first = (await issues.getLabel({ ...widgets, name: "swarm:task" })).data.node_id;
  expect((await issues.deleteLabel({ ...widgets, name: "Swarm:Task" })).status).toBe(204);
  expect((await issues.deleteMilestone({ ...widgets, milestone_number: 1 })).status).toBe(204);
  const { data: issue } = await issues.get({ ...widgets, issue_number: 1 });
  expect(issue).toMatchObject({ labels: [{ name: "mine" }], milestone: null });
  expect(await statusOf(issues.deleteLabel({ ...widgets, name: "swarm:task" }))).toBe(404);
  expect(await statusOf(issues.deleteMilestone({ ...widgets, milestone_number: 1 }))).toBe(404);
  expect(await statusOf(issues.updateMilestone({ ...widgets, milestone_number: 1, state: "closed" }))).toBe(
    404,
  );
  expect((await issues.createMilestone({ ...widgets, title: "cycle 1" })).data.number).toBe(2);
  const query = `{repository(owner:"acme",name:"widgets"){id label(name:"swarm:task"){id} milestone(number:1){id}}}`;
  const { repository } = await ada.graphql<{ repository: { id: string } }>(query);
  expect(repository).toMatchObject({ label: null, milestone: null });
  const create = "mutation($input:CreateIssueInput!){createIssue(input:$input){issue{number}}}";
  const input = { repositoryId: repository.id, title: "Another", labelIds: [first] };
  await expect(ada.graphql(create, { input })).rejects.toThrow(`global id of '${first}'`);
  await issues.addLabels({ ...widgets, issue_number: 1, labels: ["swarm:task"] });
  expect((await issues.getLabel({ ...widgets, name: "swarm:task" })).data.node_id).not.toBe(first);

  const received = await ground.hooks.until(14);
  const told = received.map(({ event, body }) => ({ event, ...JSON.parse(body) }));
  expect(told.slice(6, 12).map(({ event, action, label }) => [event, action, label?.name])).toEqual([
    ["issues", "labeled", "mine"],
    ["issues", "milestoned", undefined],
    ["issues", "unlabeled", undefined],
    ["label", "deleted", "swarm:task"],
    ["issues", "demilestoned", undefined],
    ["milestone", "deleted", undefined],
  ]);
});

test("lists are filtered by all labels, state and since, and paged by Link headers", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  for (const labels of [["a"], ["a", "b"], ["b"], ["a", "b"]]) {
    await ada.rest.issues.create({ ...widgets, title: labels.join(), labels });
  }
  await ada.rest.issues.update({ ...widgets, issue_number: 4, state: "closed" });
  const numbers = async (query: object) => {
    const all = await ada.paginate(ada.rest.issues.listForRepo, { ...widgets, per_page: 1, ...query });
    return all.map((issue) => issue.number);
  };
  expect(await numbers({ labels: "a,b" })).toEqual([2]);
  expect(await numbers({ labels: "a,b", state: "all", direction: "asc" })).toEqual([2, 4]);
  expect(await numbers({ since: "2999-01-01T00:00:00Z" })).toEqual([]);
});

test("comments are listed for the repository, reacted to once, pinned and deleted", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  await ada.rest.issues.create({ ...widgets, title: "Talk" });
  const { data: first } = await ada.rest.issues.createComment({ ...widgets, issue_number: 1, body: "one" });
  await ada.rest.issues.createComment({ ...widgets, issue_number: 1, body: "two" });
  await ada.rest.issues.updateComment({ ...widgets, comment_id: first.id, body: "uno" });
  const react = () =>
    ada.rest.reactions.createForIssueComment({ ...widgets, comment_id: first.id, content: "eyes" });
  expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
  const pin = "PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin";
  expect((await ada.request(pin, { ...widgets, comment_id: first.id })).status).toBe(200);
  const { data: comments } = await ada.rest.issues.listCommentsForRepo({
    ...widgets,
    sort: "created",
    direction: "asc",
  });
  expect(comments.map((comment) => comment.body)).toEqual(["uno", "two"]);
  await ada.rest.issues.deleteComment({ ...widgets, comment_id: first.id });
  expect((await ada.rest.issues.get({ ...widgets, issue_number: 1 })).data.comments).toBe(1);
});

test("sub-issues stop at 100 children, closed ones included, and at 8 levels", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const open = async (title: string) => (await ada.rest.issues.create({ ...widgets, title })).data;
  const attach = (parent: number, sub_issue_id: number) =>
    ada.rest.issues.addSubIssue({ ...widgets, issue_number: parent, sub_issue_id });
  const root = await open("root");
  let above = root;
  for (let level = 1; level <= 8; level++) {
    const below = await open(`level ${level}`);
    await attach(above.number, below.id);
    above = below;
  }
  expect(await statusOf(attach(above.number, (await open("too deep")).id))).toBe(422);
  for (let child = 2; child <= 100; child++) await attach(root.number, (await open(`child ${child}`)).id);
  await ada.rest.issues.update({ ...widgets, issue_number: 2, state: "closed" });
  const late = await open("one too many");
  expect(await statusOf(attach(root.number, late.id))).toBe(422);
  const { data: repository } = await ada.rest.repos.get(widgets);
  const input = { repositoryId: repository.node_id, parentIssueId: root.node_id, title: "never made" };
  const create = "mutation ($input: CreateIssueInput!) { createIssue(input: $input) { clientMutationId } }";
  await expect(ada.graphql(create, { input })).rejects.toThrow("more than 100");
  expect((await open("next")).number).toBe(late.number + 1);
  const { data } = await ada.rest.issues.get({ ...widgets, issue_number: root.number });
  expect(data.sub_issues_summary).toEqual({ total: 100, completed: 1, percent_completed: 1 });
  const { data: parent } = await ada.rest.issues.getParent({ ...widgets, issue_number: 2 });
  expect(parent.number).toBe(root.number);
});

test("the forge refuses as GitHub does", async () => {
  await using ground = await startGround();
  const [ada, eve] = [ground.as("ada"), ground.as("eve")];
  await eve.rest.issues.create({ ...widgets, title: "From outside", labels: ["swarm:goal"] });
  expect((await eve.rest.issues.get({ ...widgets, issue_number: 1 })).data.labels).toEqual([]);
  expect(await statusOf(eve.rest.issues.addLabels({ ...widgets, issue_number: 1, labels: ["x"] }))).toBe(403);
  expect(await statusOf(ada.rest.issues.get({ ...widgets, issue_number: 9 }))).toBe(404);
  expect(await statusOf(ada.rest.issues.create({ ...widgets, title: " " }))).toBe(422);
  expect(await statusOf(ada.rest.issues.create({ ...widgets, title: "x", body: "x".repeat(65_537) }))).toBe(
    422,
  );
  expect(await statusOf(ada.request("GET /repos/acme/widgets/hooks"))).toBe(501);
  const stranger = await fetch(`${ground.forge.url}/api/v3/user`, {
    headers: { authorization: "token nonsense" },
  });
  expect(stranger.status).toBe(401);
});

test("an unchanged answer is 304 and costs nothing", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const { headers } = await ada.rest.repos.get(widgets);
  const again = ada.rest.repos.get({ ...widgets, headers: { "if-none-match": headers.etag ?? "" } });
  expect(await statusOf(again)).toBe(304);
  expect((await ada.rest.rateLimit.get()).data.resources.core.used).toBe(1);
});

test("used up requests are refused with GitHub's headers", async () => {
  await using ground = await startGround({ requestsPerHour: 1 });
  await ground.as("ada").rest.repos.get(widgets);
  const error = await ground
    .as("ada")
    .rest.repos.get(widgets)
    .catch((reason) => reason);
  expect(error.status).toBe(403);
  expect(error.response.headers["x-ratelimit-remaining"]).toBe("0");
});

test("refs are created once, moved forward and deleted; files and comparisons come from git", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const work = `${ground.place.path}/work`;
  await git(ground.place.path, "clone", "--quiet", ground.remote("ada"), "work");
  await git(work, "checkout", "--quiet", "-b", "topic/one");
  await git(work, "commit", "--quiet", "--allow-empty", "--message=second");
  await git(work, "push", "--quiet", "origin", "topic/one");
  const { data: main } = await ada.rest.repos.getBranch({ ...widgets, branch: "main" });
  const { data: topic } = await ada.rest.git.getRef({ ...widgets, ref: "heads/topic/one" });
  const create = () => ada.rest.git.createRef({ ...widgets, ref: "refs/heads/copy", sha: main.commit.sha });
  expect((await create()).status).toBe(201);
  expect(await statusOf(create())).toBe(422);
  await ada.rest.git.updateRef({ ...widgets, ref: "heads/copy", sha: topic.object.sha });
  expect(
    await statusOf(ada.rest.git.updateRef({ ...widgets, ref: "heads/copy", sha: main.commit.sha })),
  ).toBe(422);
  const { data: compared } = await ada.rest.repos.compareCommitsWithBasehead({
    ...widgets,
    basehead: "main...topic/one",
  });
  expect([compared.status, compared.ahead_by, compared.commits[0]?.commit.message]).toEqual([
    "ahead",
    1,
    "second",
  ]);
  const { data: pull } = await ada.rest.pulls.create({
    ...widgets,
    title: "Merge",
    head: "topic/one",
    base: "main",
  });
  expect([pull.number, pull.commits, pull.mergeable]).toEqual([1, 1, true]);
  expect(
    await statusOf(ada.rest.pulls.create({ ...widgets, title: "x", head: "nowhere", base: "main" })),
  ).toBe(422);
  await ada.rest.git.deleteRef({ ...widgets, ref: "heads/copy" });
  const { data: left } = await ada.rest.git.listMatchingRefs({ ...widgets, ref: "heads/" });
  expect(left.map((ref) => ref.ref)).toEqual(["refs/heads/main", "refs/heads/topic/one"]);
});
