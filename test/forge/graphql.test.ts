/** GraphQL against GitHub's own schema. */

import { expect, test } from "vitest";
import { zeroSha } from "../../src/forge/git.ts";
import { startGround, widgets } from "./ground.ts";

const createIssue = `mutation ($input: CreateIssueInput!) {
  createIssue(input: $input) {
    issue { number databaseId body author { login ... on User { databaseId } } parent { number }
      labels(first: 5) { nodes { name } } milestone { title } }
  }
}`;

test("one mutation creates an issue with parent, label and milestone, and counts as one content write", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const { data: repository } = await ada.rest.repos.get(widgets);
  const { data: parent } = await ada.rest.issues.create({ ...widgets, title: "Goal" });
  const { data: label } = await ada.rest.issues.createLabel({
    ...widgets,
    name: "swarm:task",
    color: "00ff00",
  });
  const { data: milestone } = await ada.rest.issues.createMilestone({ ...widgets, title: "cycle 1" });
  const swarm = ground.installation();
  const answer = await swarm.graphql<{ createIssue: { issue: unknown } }>(createIssue, {
    input: {
      repositoryId: repository.node_id,
      title: "Task",
      body: "Do it.",
      labelIds: [label.node_id],
      milestoneId: milestone.node_id,
      parentIssueId: parent.node_id,
    },
  });
  expect(answer.createIssue.issue).toMatchObject({
    number: 2,
    body: "Do it.",
    author: { login: "swarm[bot]" },
    parent: { number: 1 },
    labels: { nodes: [{ name: "swarm:task" }] },
    milestone: { title: "cycle 1" },
  });
  const call = ground.forge.journal.calls().find(({ route }) => route === "graphql:createIssue");
  expect(call).toMatchObject({ issue: 2, contentWrites: 1, actor: "swarm[bot]", repository: "acme/widgets" });
});

test("the editor of a body is told", async () => {
  await using ground = await startGround();
  await ground.as("eve").rest.issues.create({ ...widgets, title: "Goal", body: "old" });
  await ground.as("ada").rest.issues.update({ ...widgets, issue_number: 1, body: "new" });
  const query = `{ repository(owner: "acme", name: "widgets") {
    issue(number: 1) { author { login } editor { login } lastEditedAt } } }`;
  const answer = await ground.as("ada").graphql<{ repository: { issue: Record<string, unknown> } }>(query);
  expect(answer.repository.issue).toMatchObject({ author: { login: "eve" }, editor: { login: "ada" } });
  expect(answer.repository.issue.lastEditedAt).toMatch(/Z$/);
});

test("updateRefs moves all refs or none", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const { data: repository } = await ada.rest.repos.get(widgets);
  const { data: main } = await ada.rest.git.getRef({ ...widgets, ref: "heads/main" });
  const update = (name: string, beforeOid: string) => ({ name, beforeOid, afterOid: main.object.sha });
  const move = (refUpdates: readonly object[]) =>
    ada.graphql(`mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`, {
      input: { repositoryId: repository.node_id, refUpdates },
    });
  await move([update("refs/heads/one", zeroSha)]);
  const both = [update("refs/heads/two", zeroSha), update("refs/heads/one", zeroSha)];
  await expect(move(both)).rejects.toThrow("Expected refs/heads/one");
  const { data: refs } = await ada.rest.git.listMatchingRefs({ ...widgets, ref: "heads/" });
  expect(refs.map((ref) => ref.ref)).toEqual(["refs/heads/main", "refs/heads/one"]);
});

test.each([
  ['{ repository(owner: "acme", name: "widgets") { nonsense } }', "nonsense"],
  ['{ repository(owner: "acme", name: "widgets") { issues { totalCount } } }', "first"],
  ['{ repository(owner: "acme", name: "widgets") { issue(number: 7) { id } } }', "number of 7"],
  ['{ repository(owner: "acme", name: "nothing") { id } }', "acme/nothing"],
  ['{ repository(owner: "acme", name: "widgets") { stargazerCount } }', "Repository.stargazerCount"],
])("%s is refused with words", async (query, words) => {
  await using ground = await startGround();
  await expect(ground.as("ada").graphql(query)).rejects.toThrow(words);
});

test("without write permission the app's own mutation is forbidden", async () => {
  await using ground = await startGround();
  const { data: repository } = await ground.as("ada").rest.repos.get(widgets);
  const mutation = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;
  const input = { repositoryId: repository.node_id, refUpdates: [] };
  await expect(ground.as("eve").graphql(mutation, { input })).rejects.toThrow("push access");
});
