import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../src/cli.js";

const soup = fileURLToPath(new URL("../recipes/soup.md", import.meta.url));

async function kitchen(...args) {
  const said = [];
  const code = await run(args, { log: (line) => said.push(line), error: (line) => said.push(line) });
  return { code, text: said.join("\n") };
}

test("show writes a recipe out", async () => {
  const { code, text } = await kitchen("show", soup);
  assert.equal(code, 0);
  assert.match(text, /^Tomato soup, serves 4\n- 3 tomatoes\n/);
});

test("an unknown command says which there are", async () => {
  const { code, text } = await kitchen("fry");
  assert.equal(code, 2);
  assert.match(text, /show/);
});
