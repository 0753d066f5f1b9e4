/** Which goals without a label are looked at, and how often GitHub is asked for them. */

import { expect, test } from "vitest";
import { Begun } from "../src/begun.ts";
import { type Api, GitHub } from "../src/effect/github.ts";

const since = "2026-01-01T00:00:00Z";

/** A repository where these goals have logs, and all their issues are open; what was asked of it. */
function aRepository(goals: readonly number[]) {
  const asked: string[] = [];
  const there = { isDown: false };
  const request = async () => {
    asked.push("refs");
    if (there.isDown) throw new Error("502");
    return { data: goals.map((goal) => ({ ref: `refs/heads/swarm/${goal}/log` })) };
  };
  const graphql = async (query: string) => {
    const found = [...query.matchAll(/i(\d+):/g)].map((match) => match[1] ?? "");
    asked.push(`${found.length} states`);
    const states = found.map((goal) => [`i${goal}`, { state: "OPEN", updatedAt: since }]);
    return { repository: Object.fromEntries(states) };
  };
  const api = { request, graphql } as unknown as Api;
  return { github: new GitHub(api, { owner: "acme", repo: "shop" }), asked, there };
}

test("a repository is asked once for goals that no list named, and what was found is told as long as none does", async () => {
  const { github, asked } = aRepository([12, 40]);
  const begun = new Begun();
  expect(await begun.of(github, 7, new Set([40]), since)).toEqual([12]);
  expect(await begun.of(github, 7, new Set([40]), since)).toEqual([12]);
  expect(await begun.of(github, 7, new Set([12, 40]), since)).toEqual([]);
  expect(asked).toEqual(["refs", "1 states"]);
  await begun.of(github, 8, new Set([12, 40]), since);
  expect(asked.slice(2)).toEqual(["refs"]);
});

test("what failed is asked for again", async () => {
  const { github, there } = aRepository([12]);
  const begun = new Begun();
  there.isDown = true;
  await expect(begun.of(github, 7, new Set(), since)).rejects.toThrow("502");
  there.isDown = false;
  expect(await begun.of(github, 7, new Set(), since)).toEqual([12]);
});

test("of very many goals the newest are asked about, a hundred at a time", async () => {
  const { github, asked } = aRepository(Array.from({ length: 1200 }, (_, index) => index + 1));
  const found = await new Begun().of(github, 7, new Set(), since);
  expect([found.length, Math.min(...found)]).toEqual([1000, 201]);
  expect(asked).toEqual(["refs", ...Array.from({ length: 10 }, () => "100 states")]);
});
