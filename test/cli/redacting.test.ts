/** What is printed and logged goes out without the secrets of this process. */

import { Probot } from "probot";
import { expect, test } from "vitest";
import { known, redact, redactLog } from "../../src/cli/redacting.ts";
import { canary } from "../gate/encodings.ts";

known.add(canary);

test("T28: a stream gets no secret, and all the rest as it is", () => {
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  redact(stream);
  stream.write(`git push failed: ${Buffer.from(`x:${canary}`).toString("base64")}\n`);
  stream.write("All is well.\n");
  expect(known.isIn(lines.join(""))).toBe(false);
  expect(lines[1]).toBe("All is well.\n");
});

test("T28: nor does what Probot's logger writes to, nor its children's", async () => {
  const probot = new Probot({ githubToken: "x", logLevel: "info" });
  await probot.ready();
  const lines: string[] = [];
  const symbol = streamOf(probot.log);
  (probot.log as unknown as Record<symbol, object>)[symbol] = { write: (text: string) => lines.push(text) };
  redactLog(probot.log);
  probot.log.child({ name: "github" }).error({ error: `401 with ${canary}` }, canary);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/401 with \[secret\]/);
  expect(known.isIn(lines.join(""))).toBe(false);
});

function streamOf(log: object): symbol {
  for (let owner: object | null = log; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertySymbols(owner).find((one) => one.description === "pino.stream");
    if (found) return found;
  }
  throw new Error("No stream.");
}
