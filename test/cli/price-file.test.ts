/** The operator's own prices: what they override, what of them is refused, and which goals wait for them. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pricesFrom } from "../../src/cli/price-file.ts";
import { decide } from "../../src/decide/decide.ts";
import { registerComments } from "../../src/decide/listen.ts";
import type { Outside } from "../../src/effect/outside.ts";
import type { Jobs } from "../../src/jobs.ts";
import { perform } from "../../src/perform.ts";
import { aGround } from "../effect/ground.ts";
import { aCharter, aComment, anIssue, aTask, aWorld, begun, goal } from "../support/builders.ts";

const folder = mkdtempSync(join(tmpdir(), "stigmergy-prices-"));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (text: string) => {
  const path = join(folder, "prices.json");
  writeFileSync(path, text);
  return { STIGMERGY_PRICES: path };
};

test("the file counts before the table, and a price that was given counts before both", () => {
  const own = {
    "openai/gpt-5": { input: 1, output: 2 },
    "compatible/any": { input: 4, cachedInput: 1, output: 8 },
  };
  const env = written(JSON.stringify(own));
  expect(pricesFrom(env)("openai/gpt-5")).toEqual({ input: 1, cachedInput: 1, output: 2 });
  expect(pricesFrom(env)("compatible/any")).toEqual(own["compatible/any"]);
  expect(pricesFrom(env)("openai/gpt-5.4")).toMatchObject({ input: 2.5 });
  expect(pricesFrom({})("compatible/any")).toBeUndefined();
  const given = { input: 9, cachedInput: 9, output: 9 };
  expect(pricesFrom(env, given)("compatible/any")).toBe(given);
});

test.each([
  ["{", /is no JSON: name a JSON file/],
  ["[]", /cannot be used, for it is not as it must be/],
  ['{"gpt-5": {"input": 1, "output": 2}}', /for gpt-5 is not as it must be/],
  ['{"openai/a": {"input": -1, "output": 2}}', /for openai\/a input is not as it must be/],
  ['{"openai/a": {"input": 1}}', /for openai\/a output is not as it must be/],
  ['{"openai/a": {"input": 1, "output": 2, "free": true}}', /for openai\/a is not as it must be.*free/],
])("%s is refused in one sentence", (text, sentence) => {
  expect(() => pricesFrom(written(text))).toThrow(sentence);
});

test("a file that is not there is refused in one sentence", () => {
  expect(() => pricesFrom({ STIGMERGY_PRICES: join(folder, "none.json") })).toThrow(/cannot be read: name/);
});

test.each([
  { limit: "budget: 5 USD", unpriced: "compatible/any", kind: "refused" },
  { limit: "budget: 5 USD", unpriced: undefined, kind: "accepted" },
  { limit: "tokens: 5", unpriced: "compatible/any", kind: "accepted" },
])(
  "T45: a goal with $limit and a model without a price ($unpriced) is $kind",
  async ({ limit, unpriced, kind }) => {
    await using ground = await aGround();
    const body = `Build a shop.\n\n## Limits\n\n- ${limit}\n`;
    const world = aWorld({ before: [], goal: anIssue(goal, { title: "A shop", body }), unpriced });
    const { one } = ground;
    await one.mirror.fetch(["*"]);
    const performing = {
      outside: one as unknown as Outside,
      world,
      jobs: {} as Jobs,
      workerModel: "",
      load: () => 0,
    };
    await perform({ kind: "accept-goal" }, performing);
    const entries = await one.log.read(await one.mirror.remoteTip(`swarm/${goal}/log`));
    expect(entries.at(-1)?.kind).toBe(kind);
  },
);

test("T45: a budget that is said while a price is missing is answered with the reason, and counts for nothing", async () => {
  await using ground = await aGround();
  const done: string[] = [];
  const github = {
    react: async (comment: number, content: string) => done.push(`${comment} ${content}`),
    sendable: async (text: string) => text,
    comment: async (issue: number, body: string) => {
      done.push(`#${issue} ${body.split("\n")[0]}`);
      return { id: 1, url: "" };
    },
  };
  const outside = { ...ground.one, github } as unknown as Outside;
  const hear = async (unpriced: string | undefined) => {
    const command = { word: "budget", argument: "5", approves: undefined } as const;
    const world = aWorld({ comments: [aComment({ command })], unpriced });
    const [append] = registerComments(world);
    if (append) await perform(append, { outside, world, jobs: {} as Jobs, workerModel: "", load: () => 0 });
    const entries = append?.kind === "append" ? append.entries : [];
    return aWorld({ after: entries }).log.charter?.limits.budget;
  };
  expect(await hear("compatible/any")).toBeUndefined();
  expect(done).toEqual([
    expect.stringMatching(/^\d+ confused$/),
    expect.stringMatching(/^#\d+ This does not count, .* The price of compatible\/any is unknown/),
  ]);
  done.length = 0;
  expect(await hear(undefined)).toBe(5);
  expect(done).toEqual([expect.stringMatching(/rocket$/)]);
});

test("T45: a goal with a budget waits, and says so once, while a process does not know a price", () => {
  const waits = (unpriced: string | undefined, limits: Parameters<typeof aCharter>[0], said = false) => {
    const remarks = new Map(said ? [["price goal", [{ comment: 1, body: "", url: "" }]]] : []);
    const world = aWorld({ before: begun(aCharter(limits)), tasks: [aTask(35)], unpriced, remarks });
    return decide(world).map(({ kind }) => kind);
  };
  const budget = { limits: { budget: 5 } };
  expect(waits("compatible/any", budget)).toEqual(["show-unpriced"]);
  expect(waits("compatible/any", budget, true)).toEqual([]);
  expect(waits(undefined, budget)).toEqual(["claim"]);
  expect(waits("compatible/any", {})).toEqual(["claim"]);
});
