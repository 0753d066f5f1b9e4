/** When a goal is accepted, and when its edited text is. */

import { expect, test } from "vitest";
import { acceptGoal } from "../../src/decide/accept.ts";
import { anIssue, aWorld, commanded, goal, type WorldParts } from "../support/builders.ts";

const steward = { kind: "steward" as const, instance: "one" };
const refused = { kind: "refused" as const, hash: "text 1", why: "It is empty." };
const fresh = (parts: WorldParts) => acceptGoal(aWorld({ before: [steward], ...parts }));
const approved = (approves = "text 1") => commanded("approve", goal, 902, { approves });
const accept = [{ kind: "accept-goal" }];

test("a goal by somebody who may write is accepted", () => {
  expect(fresh({})).toEqual(accept);
});

test("a stranger's goal waits", () => {
  expect(fresh({ goalAuthorTrusted: false })).toEqual([]);
});

test("a stranger's goal that was approved is accepted", () => {
  expect(fresh({ goalAuthorTrusted: false, after: [approved()] })).toEqual(accept);
});

test("a goal that was closed is not accepted", () => {
  expect(fresh({ goal: anIssue(goal, { open: false }) })).toEqual([]);
});

test("a text that cannot be used is not asked about twice", () => {
  expect(fresh({ after: [refused] })).toEqual([]);
});

test("an edit of a text that could not be used is read again", () => {
  expect(fresh({ after: [refused], goalHash: "text 2" })).toEqual(accept);
});

test("an accepted goal is not accepted again", () => {
  expect(acceptGoal(aWorld())).toEqual([]);
});

test("a trusted edit is accepted anew", () => {
  expect(acceptGoal(aWorld({ goalHash: "text 2" }))).toEqual(accept);
});

test("T6: an approval is of the text that it named, not of what it became", () => {
  const edited = { goalHash: "text 2", goalAuthorTrusted: false };
  expect(fresh({ ...edited, after: [approved("text 1")] })).toEqual([]);
  expect(fresh({ ...edited, after: [commanded("approve")] })).toEqual([]);
  expect(fresh({ ...edited, after: [approved("text 2")] })).toEqual(accept);
});

test("T6: a stranger's edit changes nothing until it is approved", () => {
  const edited = { goalHash: "text 2", goalAuthorTrusted: false };
  expect(acceptGoal(aWorld({ ...edited, after: [approved("text 1")] }))).toEqual([]);
  expect(acceptGoal(aWorld({ ...edited, after: [approved("text 2")] }))).toEqual(accept);
});
