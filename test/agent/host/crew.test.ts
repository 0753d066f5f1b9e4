/** What the agents of one goal share lasts no longer than somebody may need it. */

import { expect, test } from "vitest";
import { Crew, type CrewOptions } from "../../../src/agent/host/crew.ts";
import { aTask, aWorld, endedTask, landedTask, submitted } from "../../support/builders.ts";

test("transcripts of tasks that are over are dropped, those that may go on are kept", () => {
  const crew = new Crew({} as CrewOptions);
  for (const task of [34, 35, 36]) crew.transcripts.set(task, []);
  const open = aTask(36, { tip: submitted });
  crew.forgetOver(aWorld({ tasks: [landedTask(34), endedTask(35, "cancelled"), open] }));
  expect([...crew.transcripts.keys()]).toEqual([36]);
});
