/** A log that somebody removed: the goal does not begin from nothing by itself, asks once, and begins anew when a person says so. */

import { expect, test } from "vitest";
import { decide } from "../../src/decide/decide.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { logIsBack } from "../../src/domain/log-gone.ts";
import type { World } from "../../src/domain/world.ts";
import { aComment, aTask, aWorld, minute, submitted, type WorldParts } from "../support/builders.ts";

const withoutLog = (parts: WorldParts = {}): World =>
  aWorld({ before: [], logTip: undefined, logGone: { for: minute }, ...parts });

const remark = (comment: number, body: string) => ({ comment, body, url: "" });
const asked = (...bodies: readonly string[]) =>
  new Map(bodies.map((body, index) => [`lost ${index + 1}`, [remark(50 + index, body)]]));
const says = (comment: number, word: "resume" | "approve" | "pause" | "stop", trusted = true) =>
  aComment({ comment, trusted, command: { word, argument: "" } });

test("a goal that never began begins; one that had begun asks, once, and not in the first minute", () => {
  expect(decide(withoutLog({ logGone: undefined }))).toEqual([{ kind: "take-stewardship" }]);
  expect(decide(withoutLog({ logGone: { for: minute - 1 } }))).toEqual([]);
  expect(decide(withoutLog())).toEqual([{ kind: "ask-for-log", question: 1 }]);
  const tips = aWorld({ tasks: [aTask(35, { tip: submitted })] }).tips;
  expect(decide({ ...withoutLog({ remarks: asked("Gone.") }), tips })).toEqual([]);
});

test("a closed goal asks nothing", () => {
  expect(decide(withoutLog({ goal: { ...aWorld().goal, open: false } }))).toEqual([]);
});

test("only a trusted person's word on the goal after the question begins it anew, and the last one counts", () => {
  const hearing = (...comments: World["comments"]) =>
    decide(withoutLog({ remarks: asked("Gone."), comments })).map(({ kind }) => kind);
  expect(hearing(says(60, "resume"))).toEqual(["take-stewardship"]);
  expect(hearing(says(60, "approve"))).toEqual(["take-stewardship"]);
  expect(hearing(says(40, "resume"))).toEqual([]);
  expect(hearing(says(60, "resume", false))).toEqual([]);
  expect(hearing({ ...says(60, "resume"), issue: issueNumber(35) })).toEqual([]);
  expect(hearing(says(60, "resume"), says(61, "stop"))).toEqual([]);
});

test("what two processes asked at once is asked once in the end", () => {
  const remarks = new Map([["lost 1", [remark(50, "Gone."), remark(51, "Gone.")]]]);
  expect(decide(withoutLog({ remarks }))).toEqual([{ kind: "remove-comments", comments: [51] }]);
});

test("once there is a log, the question says so, and the next loss is a question of its own", () => {
  const back = { kind: "show-log-back", question: 1 };
  expect(decide(aWorld({ remarks: asked("Gone.") }))).toContainEqual(back);
  expect(decide(aWorld({ remarks: asked(logIsBack) }))).not.toContainEqual(back);
  const again = { remarks: asked(logIsBack), comments: [says(60, "resume")] };
  expect(decide(withoutLog(again))).toEqual([{ kind: "ask-for-log", question: 2 }]);
});
