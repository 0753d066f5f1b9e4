/** An agent at work is told of what people say above it before its next step, once, and the status knows. */

import { expect, test } from "vitest";
import { Crew, type CrewOptions } from "../../../src/agent/host/crew.ts";
import { Listener } from "../../../src/agent/host/listener.ts";
import { aSubPlan, aTask, aWorld, directed, goal } from "../../support/builders.ts";

const never = new AbortController().signal;
const tasks = [aTask(34, { plan: 20 }), aTask(35)];

function aListener() {
  const said = [...aSubPlan(20), directed("D1", goal, 1)];
  let told = 0;
  const options = {
    world: () => aWorld({ tasks, after: [...said] }),
    unpaused: async () => {},
    heard: () => {
      told += 1;
    },
  };
  const crew = new Crew(options as unknown as CrewOptions);
  const listener = new Listener(crew, 34);
  const news = () => listener.news((directives) => directives.map(({ id }) => id).join(), never);
  return {
    crew,
    listener,
    news,
    says: (id: string, on: number) => said.push(directed(id, on)),
    times: () => told,
  };
}

test("what the brief said is no news, and what is said above comes before the next step, once", async () => {
  const { crew, listener, news, says, times } = aListener();
  expect([await news(), crew.told.get(34), times()]).toEqual([undefined, ["D1"], 0]);
  says("D2", 20);
  says("D3", 35);
  says("D4", 34);
  expect([await news(), await news()]).toEqual(["D2,D4", undefined]);
  expect(listener.heard).toEqual(["D2", "D4"]);
  expect([crew.told.get(34), times()]).toEqual([["D1", "D2", "D4"], 1]);
});
