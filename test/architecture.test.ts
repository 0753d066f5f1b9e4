/** The table of what may import what, the size of files, and the purity of decisions. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  codec: ["domain"],
  intake: ["domain", "codec", "effect"],
  decide: ["domain"],
  gate: ["domain", "codec"],
  effect: ["domain", "codec", "gate"],
  model: [],
  agent: ["domain", "codec", "model", "effect"],
  forge: [],
  audit: [],
  root: ["domain", "codec", "intake", "decide", "gate", "effect", "model", "agent"],
};

/** Files besides `config.ts` that read a variable of the environment, each for one reason: a path, or a word planted to be looked for. */
const readers = [
  "config.ts",
  "agent/sandbox/self-test-plants.ts",
  "audit/git.ts",
  "effect/git.ts",
  "forge/git.ts",
  "cli/forge-command.ts",
  "cli/start-command.ts",
];

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
const files = filesIn("src");
const folderOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "root");
const sourceOf = (file: string) => readFileSync(join("src", file), "utf8");

test.each(files.filter((file) => folderOf(file) in mayImport))(
  "%s imports only what its folder may",
  (file) => {
    const own = folderOf(file);
    const strangers = [...sourceOf(file).matchAll(/(?:from |import |import\()"(\.[^"]+)"/g)]
      .map((match) => folderOf(normalize(join(dirname(file), match[1] ?? ""))))
      .filter((to) => to !== own && !mayImport[own]?.includes(to));
    expect(strangers).toEqual([]);
  },
);

test("nouns and decisions import no packages", () => {
  const importers = files
    .filter((file) => folderOf(file) === "decide" || folderOf(file) === "domain")
    .filter((file) => /(?:from |import |import\()"[^."]/.test(sourceOf(file)));
  expect(importers).toEqual([]);
});

test.each(["src", "test", "bin"])("no file in %s is longer than 300 lines", (folder) => {
  const lines = (file: string) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n").length;
  expect(filesIn(folder).filter((file) => lines(file) > 300)).toEqual([]);
});

test("only the configuration reads the environment, but for paths", () => {
  const found = files.filter((file) => sourceOf(file).includes("process.env"));
  expect(found.sort()).toEqual([...readers].sort());
});

test("decisions know no clock, no chance and no waiting", () => {
  const impure = files
    .filter((file) => folderOf(file) === "decide" || folderOf(file) === "domain")
    .filter((file) => /Date\.now|new Date|Math\.random|\basync\b|\bawait\b/.test(sourceOf(file)));
  expect(impure).toEqual([]);
});
