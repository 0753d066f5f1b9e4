/** Issue bodies: the marker survives every edit of ours, and no text of a model can take its place. */

import { expect, test } from "vitest";
import { endingOf, formatIssueBody, withEnding, withoutMarker } from "../../src/codec/issue-body.ts";
import { formatMarker, parseMarker } from "../../src/codec/marker.ts";

const secret = "a secret";
const text = { goal: 12, name: "12/c1/p12/w1/search", body: "Build the search.", needs: [33, 34] };
const marker = { goal: 12, kind: "intent" as const, name: text.name };
const body = formatIssueBody(text, secret);

test("a body holds the words, the needs and the marker", () => {
  expect(withoutMarker(body)).toBe("Build the search.\n\n**Needs:** #33, #34");
  expect(parseMarker(body, secret)).toEqual(marker);
});

test("a body without needs names none", () => {
  expect(withoutMarker(formatIssueBody({ ...text, needs: [] }, secret))).toBe("Build the search.");
});

test("a marker that a planner wrote is only text", () => {
  const other = formatMarker({ ...marker, name: "12/c1/p12/w1/other" }, secret);
  const forged = formatIssueBody({ ...text, body: `Build.\n${other}` }, secret);
  expect(parseMarker(forged, secret)).toEqual(marker);
});

test("an ending stands beneath the words, and the marker is kept", () => {
  const ended = withEnding(body, "**Landed** in abc.");
  expect(withoutMarker(ended)).toBe("Build the search.\n\n**Needs:** #33, #34\n\n---\n\n**Landed** in abc.");
  expect(parseMarker(ended, secret)).toEqual(marker);
});

test.each(["**Landed** in abc.", "**Ended**: vetoed.", "**Reverted**."])(
  "a second ending replaces %s",
  (first) => {
    const twice = withEnding(withEnding(body, first), "**Landed** in def.");
    expect(twice).toBe(withEnding(body, "**Landed** in def."));
  },
);

test("the same ending twice changes nothing", () => {
  const once = withEnding(body, "**Landed** in abc.");
  expect(withEnding(once, "**Landed** in abc.")).toBe(once);
});

test("a report cannot bring a marker of its own", () => {
  const other = formatMarker({ ...marker, name: "12/c1/p12/w1/other" }, secret);
  const ended = withEnding(body, `**Landed**\n\n${other}`);
  expect(parseMarker(ended, secret)).toEqual(marker);
});

test.each([
  { what: "a planner", long: formatIssueBody({ ...text, body: "x".repeat(100_000) }, secret) },
  { what: "a worker", long: withEnding(body, "x".repeat(100_000)) },
])("a very long text of $what keeps to GitHub's limit, with its marker", ({ long }) => {
  expect(long.length).toBeLessThanOrEqual(65_536);
  expect(parseMarker(long, secret)).toEqual(marker);
});

test.each([60_000, 65_536])("an ending is told beneath %i characters of a person", (length) => {
  const ended = withEnding("x".repeat(length), "**Landed** in abc.");
  expect(endingOf(ended)).toBe("Landed");
  expect(ended.length).toBeLessThanOrEqual(65_536);
  expect(withEnding(ended, "**Landed** in abc.")).toBe(ended);
});

test("a person's own body takes an ending, too", () => {
  expect(withEnding("My task.", "**Ended**: vetoed.").trim()).toBe("My task.\n\n---\n\n**Ended**: vetoed.");
});
