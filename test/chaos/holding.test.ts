/** A claim that outlives its lease beside a living app is found; one that nobody could take over is not. */

import { expect, test } from "vitest";
import type { Move } from "./history.ts";
import { heldTooLong, pausesIn } from "./holding.ts";
import type { Span } from "./process.ts";

const move = (seconds: number, branch: string, message: string, old = "", sha = String(seconds)): Move => ({
  at: seconds * 1000,
  ...{ branch, old, sha, message },
});
const claim = move(10, "task-7", "claim #7\n\nSwarm-Claim: x");
const submission = move(90, "task-7", "submit #7\n\nSwarm-Submit: x", claim.sha);

const span = (from: number, to?: number): Span => ({
  from: from * 1000,
  ...(to === undefined ? {} : { to: to * 1000 }),
});
const always = [span(0)];

const found = (moves: readonly Move[], apps: readonly (readonly Span[])[], more: object = {}) =>
  heldTooLong(
    moves,
    { forge: always, apps, ...more },
    { lease: 6000, grace: 20_000, until: 100_000, excused: [], ...more },
  ).map((violation) => violation.found);

const silent = (seconds: number) => [`task-7 was silently claimed for ${seconds} s beside a living app`];

test("a claim is judged by the longest time in which one app could have taken it over", () => {
  expect(found([claim], [always]), "it is there to this day").toEqual(silent(90));
  expect(found([claim, submission], [always])).toEqual(silent(80));
  expect(found([claim, submission], [[span(0, 30), span(32, 55), span(57)]])).toEqual(silent(33));
  expect(found([claim, submission], [[span(0, 35), span(36, 60), span(61, 80), span(81)]])).toEqual([]);
  expect(found([claim, submission], [[], [span(50)]]), "the second app lives").toEqual(silent(40));
});

test("signs of life, a dead forge, a pause and an unseen end excuse it", () => {
  const renewed = [20, 40, 60, 80].map((at, index) =>
    move(at, "task-7", "renew\n\nSwarm-Claim: x", String([10, 20, 40, 60][index])),
  );
  expect(found([claim, ...renewed, move(90, "task-7", "Swarm-Submit: x", "80")], [always])).toEqual([]);
  expect(found([claim, submission], [always], { forge: [span(0, 30), span(70)] })).toEqual([]);
  expect(found([claim, submission], [always], { excused: [span(20, 80)] })).toEqual([]);
  expect(found([claim, { ...submission, old: "never seen" }], [always])).toEqual([]);
});

test("a pause lasts from its command to the next one to resume", () => {
  const said = (seconds: number, word: string) => move(seconds, "log", `{"kind":"command","word":"${word}"}`);
  expect(pausesIn([said(5, "pause"), said(9, "resume"), said(20, "pause")])).toEqual([span(5, 10), span(20)]);
});
