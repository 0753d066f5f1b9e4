/** What the agents of one goal share lasts no longer than somebody may need it. */

import { expect, test } from "vitest";
import { Crew, type CrewOptions } from "../../../src/agent/host/crew.ts";
import {
  aSubPlan,
  aTask,
  aWorld,
  directed,
  endedTask,
  goal,
  landedTask,
  submitted,
} from "../../support/builders.ts";

test("the goal's planner and judge hear what people said anywhere, others what was said above them", () => {
  const world = aWorld({ after: [...aSubPlan(20), directed("D1", goal), directed("D2", 20)] });
  const crew = new Crew({ world: () => world } as CrewOptions);
  const heard = (issue: number) => crew.directives(issue).map(({ id }) => id);
  expect(heard(goal)).toEqual(["D1", "D2"]);
  expect(heard(20)).toEqual(["D1", "D2"]);
  expect(heard(35)).toEqual([]);
});

test("transcripts of tasks that are over are dropped, those that may go on are kept", () => {
  const crew = new Crew({} as CrewOptions);
  for (const task of [34, 35, 36]) crew.transcripts.set(task, []);
  const open = aTask(36, { tip: submitted });
  crew.forgetOver(aWorld({ tasks: [landedTask(34), endedTask(35, "cancelled"), open] }));
  expect([...crew.transcripts.keys()]).toEqual([36]);
});
