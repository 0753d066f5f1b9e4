/** The tables of the documents say what the code says: settings, labels, commands, flags, states and the report. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { z } from "zod";
import { invariants } from "../src/audit/verdicts.ts";
import { auditCommand } from "../src/cli/audit-command.ts";
import { demoCommand } from "../src/cli/demo/command.ts";
import { doctorCommand } from "../src/cli/doctor/command.ts";
import { forgeCommand } from "../src/cli/forge-command.ts";
import { reportSchema } from "../src/cli/report.ts";
import { runCommand } from "../src/cli/run-command.ts";
import { startCommand } from "../src/cli/start-command.ts";
import { parseCommand } from "../src/codec/command-line.ts";
import { parseGoal } from "../src/codec/goal-text.ts";
import { labels } from "../src/codec/labels.ts";
import { environment } from "../src/config.ts";
import { endReasons, taskStates } from "../src/domain/words.ts";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

/** The cells of the first table below a heading, without its head. */
function table(file: string, heading: string): string[][] {
  const [, below] = `\n${read(file)}`.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`${file} has no heading "${heading}".`);
  const section = below.split(/\n#{1,6} /)[0] ?? "";
  const rows = /(?:^\|.*\|\n)+/m.exec(section)?.[0].trim().split("\n") ?? [];
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const code = (text: unknown) => (text === undefined ? "" : `\`${text}\``);

test("the README lists every environment variable with its default and meaning", () => {
  const defaults: Record<string, unknown> = environment.parse({});
  const known = Object.entries(environment.shape).map(([name, field]) => [
    code(name),
    code(defaults[name]),
    field.description,
  ]);
  expect(table("README.md", "## Environment")).toEqual(known);
});

test("the README lists every label with its meaning", () => {
  const rows = table("README.md", "## Labels").map(([name, meaning]) => [name, meaning]);
  expect(rows).toEqual(Object.values(labels).map((label) => [code(label.name), label.description]));
});

test("the README says of each label whether anything sets it", () => {
  const source = sourcesOf("src", "src/decide", "src/effect", "src/cli").join("\n");
  for (const [key, label] of Object.entries(labels)) {
    const row = table("README.md", "## Labels").find(([name]) => name === code(label.name));
    const plain = key === "plan" || key === "task";
    const isSet = plain
      ? source.includes("labelName(intent.kind)")
      : namesLabel(source, key) || source.includes(`"${label.name}"`);
    expect(row?.[2] === "nobody yet", label.name).toBe(!isSet);
  }
});

const namesLabel = (source: string, key: string) =>
  new RegExp(`labelName\\([^)]*"${key}"[^)]*\\)`).test(source);

test("the README lists the comment commands, and each has an effect", () => {
  const rules = sourcesOf("src/decide", "src/domain", "src/intake").join("\n");
  const effective = new Set([...rules.matchAll(/word [!=]== "(\w+)"/g)].map((match) => match[1]));
  const rows = table("README.md", "## Commands in comments").map(([command]) => wordOf(command));
  expect(new Set(rows)).toEqual(effective);
});

/** The word as the program reads it from a comment; throws for what is no command. */
function wordOf(cell: string | undefined): string {
  const command = parseCommand(cell?.replaceAll("`", "") ?? "");
  if (!command) throw new Error(`${cell} is no command.`);
  return command.word;
}

function sourcesOf(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(`../${folder}/`, import.meta.url))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => read(`${folder}/${name}`)),
  );
}

test.each([
  ["### `stigmergy demo`", demoCommand],
  ["### `stigmergy run GOAL.md`", runCommand],
  ["### `stigmergy forge`", forgeCommand],
  ["### `stigmergy start`", startCommand],
  ["### `stigmergy audit owner/name#12`", auditCommand],
  ["### `stigmergy doctor [owner/name]`", doctorCommand],
])("the README lists the flags of %s", (heading, command) => {
  expect(table("README.md", heading)).toEqual(flagsOf(command()));
});

const flagsOf = (command: Command) =>
  command.options.map((option) => [
    code(option.flags),
    typeof option.defaultValue === "string" ? code(option.defaultValue) : "",
    option.description,
  ]);

test("the README's goal file is understood in every part", () => {
  const example = /```md\n([\s\S]*?)```/.exec(read("README.md"))?.[1] ?? "";
  const goal = parseGoal(example);
  expect(goal.problems).toEqual([]);
  expect(goal).toMatchObject({
    title: "Dates can be parsed",
    checks: ["npm test"],
    setup: ["npm ci"],
    limits: { budget: 20, minutes: 240, cycles: 5, workers: 8 },
  });
  expect(goal.doneWhen).toHaveLength(1);
});

test("the report's document lists every field with its type", () => {
  const rows = table("docs/report.md", "# The report").map(([field, type]) => [field, type]);
  expect(rows).toEqual(fieldsOf(z.toJSONSchema(reportSchema) as Schema, ""));
});

test("the audit's document lists every invariant", () => {
  const rows = table("docs/audit.md", "# The audit").map(([name, title]) => [name, title]);
  expect(rows).toEqual(invariants.map(({ name, title }) => [name, title]));
});

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** The leaves of a schema, such as `tasks[].number`, each with its type in words. */
function fieldsOf(schema: Schema, path: string): string[][] {
  const real = schema.anyOf?.find((one) => one.type !== "null") ?? schema;
  if (real.properties)
    return Object.entries(real.properties).flatMap(([key, field]) =>
      fieldsOf(field, path === "" ? key : `${path}.${key}`),
    );
  if (real.items) return fieldsOf(real.items, `${path}[]`);
  const types = [schema, ...(schema.anyOf ?? [])].flatMap((one) => one.type ?? []);
  const name = real.enum?.map(code).join(", ") ?? types.find((type) => type !== "null");
  return [[code(path), `${name}${types.includes("null") ? " or null" : ""}`]];
}

test("the design's diagram shows every task state, and its table every reason to end", () => {
  const diagram = /stateDiagram-v2\n([\s\S]*?)```/.exec(read("docs/design.md"))?.[1] ?? "";
  const ends = [...diagram.matchAll(/^ +(\S+) --> ([^\s:]+)/gm)].flatMap(([, from, to]) => [from, to]);
  expect(new Set(ends.filter((state) => state !== "[*]"))).toEqual(new Set(taskStates));
  const reasons = table("docs/design.md", "## Task states").map(([reason]) => reason);
  expect(reasons).toEqual(endReasons.map(code));
});

test.each([
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "docs/design.md",
  "docs/report.md",
  "docs/audit.md",
  "docs/security.md",
])("files that %s links to are there", (file) => {
  const folder = file.includes("/") ? "docs/" : "";
  const targets = [...read(file).matchAll(/\[[^\]]*\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
    (match) => match[1] ?? "",
  );
  for (const target of targets)
    expect(() => statSync(new URL(`../${folder}${target}`, import.meta.url)), target).not.toThrow();
});

test("ARCHITECTURE.md names only files and folders that exist", () => {
  const paths = [...read("ARCHITECTURE.md").matchAll(/`((?:src|test|docs|bin|prompts|demo)\/[\w./-]*)`/g)];
  expect(paths.length).toBeGreaterThan(10);
  for (const [, path = ""] of paths) {
    const url = new URL(`../${path}`, import.meta.url);
    expect(() => (path.endsWith("/") ? readdirSync(url) : readFileSync(url)), path).not.toThrow();
  }
});

const testFiles = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `test/${name}`);
const testSources = new Map(testFiles.map((file) => [file, read(file)]));

/** In a title of the table `…` stands for any words. */
const holdsTitle = (source: string, title: string) =>
  title.split("…").every((piece) => source.includes(piece.trim()));

/** What is wrong with the rows of threats: one that is missing, or a proof that is not where the row says. */
function threatFaults(document: string, last: number): string[] {
  const rows = [...document.matchAll(/^\| (T\d+(?:, T\d+)*) \|(.*)\|$/gm)].map(
    ([row, names = "", proof = ""]) => {
      const files = [...proof.matchAll(/`(test\/[^`]+\.ts)`/g)].map((match) => match[1] ?? "");
      const titles = [...proof.matchAll(/"([^"]+)"|`(T\d[^`]+)`/g)].map(
        (match) => match[1] ?? match[2] ?? "",
      );
      return { row, names: names.split(", "), files, titles };
    },
  );
  const missing = Array.from({ length: last }, (_, index) => `T${index + 1}`)
    .filter((threat) => !rows.some(({ names }) => names.includes(threat)))
    .map((threat) => `${threat} has no row`);
  const wrong = rows.flatMap(({ row, names, files, titles }) => {
    if (files.length === 0 && titles.length === 0 && !/\| Not tested: /.test(row))
      return [`${names} names neither a test nor a reason`];
    const places = files.length > 0 && !row.includes("corpus") ? files : testFiles;
    const sourceOf = (file: string) => testSources.get(file) ?? "";
    return [
      ...files
        .filter((file) => !names.some((name) => new RegExp(`\\b${name}\\b`).test(sourceOf(file))))
        .filter((file) => !titles.some((title) => holdsTitle(sourceOf(file), title)))
        .map((file) => `${names}: ${file} has neither its number nor its title`),
      ...titles
        .filter((title) => !places.some((file) => holdsTitle(sourceOf(file), title)))
        .map((title) => `${names}: no test "${title}"`),
    ];
  });
  return [...missing, ...wrong];
}

test("each threat has a row in docs/security.md with tests that are there, or with a reason", () => {
  expect(threatFaults(read("docs/security.md"), 58)).toEqual([]);
});

test("a threat without a row, a test or a file is found out", () => {
  const rows = [
    '| T1 | `test/docs.test.ts`: "a threat without a row, … is found out" |',
    '| T2 | `test/architecture.test.ts`: "nobody wrote this" |',
    "| T3 | `test/gone.test.ts` |",
    "| T4 | it is safe |",
    "| T5 | Not tested: nobody can. |",
  ];
  expect(threatFaults(rows.join("\n"), 6)).toEqual([
    "T6 has no row",
    "T2: test/architecture.test.ts has neither its number nor its title",
    'T2: no test "nobody wrote this"',
    "T3: test/gone.test.ts has neither its number nor its title",
    "T4 names neither a test nor a reason",
  ]);
});
