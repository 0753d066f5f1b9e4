/** Whatever arguments a model sends, they are refused or fit their schema; nothing throws, and nothing is polluted. */

import { expect, test } from "vitest";
import { answerCall } from "../../src/agent/tool-call.ts";
import { writingTools } from "../../src/agent/tools/kit.ts";
import type { Workspace } from "../../src/agent/tools/workspace.ts";

const atoms = [
  ...[
    "1e999",
    "-1e9",
    "0.1",
    "null",
    "true",
    '"a"',
    '"../../etc/passwd"',
    '"\\u0000"',
    '"\\ud800"',
    "[]",
    "{}",
    "{",
  ],
  ...[
    '"__proto__"',
    "[[[[",
    "]",
    '{"path":',
    '"',
    "NaN",
    "",
    "\u0000",
    `"${"x".repeat(2000)}"`,
    `${"[".repeat(500)}`,
  ],
];
const keys = [
  "__proto__",
  "constructor",
  "prototype",
  "path",
  "content",
  "command",
  "query",
  "text",
  "toString",
  "a",
];

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("T43: fifty thousand calls throw nothing, pollute nothing, and run only what fits", async () => {
  const ran: unknown[] = [];
  const real = writingTools({} as Workspace);
  const tools = real.map((tool) => ({ ...tool, run: async (args: never) => `${ran.push(args)}` }));
  const roll = dice(5);
  const value = (depth: number): string => {
    const kind = roll(depth > 3 ? 1 : 4);
    if (kind <= 1) return atoms[roll(atoms.length)] ?? "";
    const inner = Array.from({ length: roll(4) }, () => value(depth + 1));
    if (kind === 2) return `[${inner.join(",")}]`;
    return `{${inner.map((one) => `"${keys[roll(keys.length)]}":${one}`).join(",")}}`;
  };
  const names = [...tools.map((tool) => tool.name), "__proto__", "constructor", "", "merge_pull_request"];
  const signal = new AbortController().signal;
  const kinds = new Set<string>();
  for (let run = 0; run < 50_000; run++) {
    const call = { id: "same", name: names[roll(names.length)] ?? "", arguments: value(0) };
    const answer = await answerCall({ tools, finish: [] }, call, signal);
    kinds.add(answer.kind);
  }
  expect([...kinds].sort()).toEqual(["answered", "malformed"]);
  expect(ran.length).toBeLessThan(10_000);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).path).toBeUndefined();
});

test("T43: arguments beyond all measure are refused before they are read", async () => {
  const read = { ...writingTools({} as Workspace)[0]!, run: async () => "It ran." };
  const signal = new AbortController().signal;
  const answer = (text: string) =>
    answerCall({ tools: [read], finish: [] }, { id: "1", name: read.name, arguments: text }, signal);
  const padded = (length: number) => `{${" ".repeat(length - 2)}}`;
  expect(await answer(padded(1_000_001))).toMatchObject({
    kind: "malformed",
    text: expect.stringContaining("write less at once"),
  });
  // The control: the same, shorter, runs; what is nested too deep is no trouble.
  expect(await answer(padded(1_000_000))).toMatchObject({ kind: "answered" });
  expect(await answer(`{"path":${"[".repeat(400_000)}${"]".repeat(400_000)}}`)).toMatchObject({
    kind: "malformed",
  });
});
