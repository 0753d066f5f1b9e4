import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const kitchen = (...args) => execFileSync(process.execPath, ["src/cli.js", ...args], { encoding: "utf8" });

test("help names the commands", () => {
  assert.match(kitchen("help"), /scale/);
});

test("convert prints the amount", () => {
  assert.equal(kitchen("convert", "2 kg", "g").trim(), "2000 g");
});
