/** Prompts load and render, and a broken one says what is wrong. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  loadPrompt,
  type PromptRole,
  parsePrompt,
  promptInputs,
  renderPrompt,
} from "../../src/agent/prompt.ts";

const shipped = join(import.meta.dirname, "../../prompts");
const roles = Object.keys(promptInputs) as PromptRole[];

test.each(roles)("the shipped prompt of the %s loads and renders", async (role) => {
  const prompt = await loadPrompt(role, [shipped]);
  const text = renderPrompt(prompt, { environment: "The sandbox has no network.", tasks: "4 to 20" });
  expect(text).toContain("The sandbox has no network.");
  expect(text).not.toMatch(/\{\{|\}\}|^---/);
});

const source = (inputs: string, body: string) =>
  `---\nrole: worker\ninputs: ${inputs}\nmaxTurns: 8\n---\n${body}\n`;

test.each([
  ["undeclared inputs: environment", source("[]", "In {{ environment }}.")],
  ["does not use: environment", source("[environment]", "Work.")],
  ["no such inputs: weather", source("[weather]", "In {{ weather }}.")],
  ["belongs to no input", source("[]", "In {{ a b }}.")],
  ["no text", source("[]", "")],
  ['its role is "judge"', source("[]", "Work.").replace("worker", "judge")],
  ["maxTurns", source("[]", "Work.").replace("8", "many")],
  ["front matter", "Work."],
])("a prompt is refused: %s", (what, text) => {
  expect(() => parsePrompt("worker", text)).toThrow(what);
});

test("a value is put in once and never expanded", () => {
  const prompt = parsePrompt("worker", source("[environment]", "In {{ environment }}."));
  expect(renderPrompt(prompt, { environment: "{{ environment }} $& $1" })).toBe(
    "In {{ environment }} $& $1.",
  );
  expect(() => renderPrompt(prompt, {})).toThrow('no value for "environment"');
});

test("the first folder that has a prompt wins, and a broken one there is not skipped", async () => {
  const folder = await mkdtemp(join(tmpdir(), "prompts-"));
  try {
    await writeFile(join(folder, "worker.md"), source("[]", "Our own worker."));
    expect((await loadPrompt("worker", [folder, shipped])).body).toBe("Our own worker.");
    expect((await loadPrompt("judge", [folder, shipped])).body).toContain("You judge");
    await writeFile(join(folder, "worker.md"), "broken");
    await expect(loadPrompt("worker", [folder, shipped])).rejects.toThrow("front matter");
    await expect(loadPrompt("judge", [folder])).rejects.toThrow("There is no prompt judge.md");
  } finally {
    await rm(folder, { recursive: true });
  }
});
