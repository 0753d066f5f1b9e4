/** A goal's text: the same goal as a file, as an issue, and as GitHub's issue form writes it. */

import { expect, test } from "vitest";
import { parseGoal } from "../../src/codec/goal-text.ts";

const sections = (mark: string) =>
  [
    `${mark} Done when`,
    "- it sells",
    "- [ ] it ships",
    `${mark} Checks`,
    "- `npm test`",
    "- `npm run lint`",
    `${mark} Setup`,
    "- `npm ci`",
    `${mark} Limits`,
    "- budget: 20 USD",
    "- time: 4 h",
    "- cycles: 3",
    "- workers: 6",
    "- tokens: 1000",
    "- tasks: 50",
  ].join("\n");

test.each(["#", "##", "###", "######"])("headings at level %s are understood", (mark) => {
  expect(parseGoal(sections(mark), "A shop")).toEqual({
    title: "A shop",
    text: sections(mark),
    doneWhen: ["it sells", "it ships"],
    checks: ["npm test", "npm run lint"],
    setup: ["npm ci"],
    limits: { budget: 20, minutes: 240, cycles: 3, workers: 6, tokens: 1000, tasks: 50 },
    problems: [],
  });
});

test("GitHub's issue form with empty fields is understood", () => {
  const body = [
    "### What\n\nA shop.",
    "### Done when\n\n_No response_",
    "### Checks\n\n- `npm test`",
    "### Limits\n\n_No response_",
  ].join("\r\n\r\n");
  expect(parseGoal(body, "A shop")).toMatchObject({
    doneWhen: [],
    checks: ["npm test"],
    limits: {},
    problems: [],
  });
});

test.each([
  { text: "# A shop\n\nSell things.", title: "A shop" },
  { text: "\n\nA shop\nSell things.", title: "A shop" },
  { text: "### A shop ###\n", title: "A shop" },
  { text: "", title: "" },
])("the title of $text is $title", ({ text, title }) => {
  expect(parseGoal(text).title).toBe(title);
});

test("an issue's title counts, not its first heading", () => {
  expect(parseGoal("# Another\n", "A shop").title).toBe("A shop");
});

test.each([
  { what: "in backticks", text: "```\n# Checks\n- `rm -rf .`\n```" },
  { what: "in tildes", text: "~~~md\n# Checks\n- `rm -rf .`\n~~~" },
  { what: "in a fence that holds another", text: "~~~\n```\n# Checks\n- `rm -rf .`\n~~~" },
  { what: "in a longer fence", text: "````\n```\n# Checks\n- `rm -rf .`\n````" },
  { what: "in a fence that never ends", text: "```\n# Checks\n- `rm -rf .`" },
  { what: "in the middle of a line", text: "See # Checks\n- `rm -rf .`" },
])("a heading $what is only text", ({ text }) => {
  expect(parseGoal(`# A shop\n\n${text}`).checks).toEqual([]);
});

test("a list in a code block below a heading is only text", () => {
  expect(parseGoal("# Checks\n\n```\n- `rm -rf .`\n```\n- `npm test`").checks).toEqual(["npm test"]);
});

test("a check may hold backticks", () => {
  expect(parseGoal("# Checks\n- `` echo `date` ``\n").checks).toEqual(["echo `date`"]);
});

test("words after a check are for people", () => {
  expect(parseGoal("# Checks\n1. `npm test` must pass").checks).toEqual(["npm test"]);
});

test.each([
  { limit: "budget: 20 USD", limits: { budget: 20 } },
  { limit: "budget: $2.50", limits: { budget: 2.5 } },
  { limit: "`budget: 20 USD`", limits: { budget: 20 } },
  { limit: "time: 30 min", limits: { minutes: 30 } },
  { limit: "time: 1.5 h", limits: { minutes: 90 } },
  { limit: "time: 2 d", limits: { minutes: 2880 } },
  { limit: "landing: direct", limits: { landing: "direct" } },
  { limit: "landing: gated", limits: { landing: "gated" } },
])("the limit $limit is understood", ({ limit, limits }) => {
  expect(parseGoal(`# Limits\n- ${limit}`)).toMatchObject({ limits, problems: [] });
});

test.each([
  { text: "# Limits\n- budget: much", problem: 'The limit "budget: much" is not understood.' },
  { text: "# Limits\n- cycles: 0", problem: 'The limit "cycles: 0" is not understood.' },
  { text: "# Limits\n- speed: 9", problem: 'The limit "speed: 9" is not understood.' },
  { text: "# Limits\n- landing: later", problem: 'The limit "landing: later" is not understood.' },
  { text: "# Checks\n- npm test", problem: 'The check "npm test" is not a command in backticks.' },
  { text: "# Setup\n- npm ci", problem: 'The setup "npm ci" is not a command in backticks.' },
])("$text is a problem", ({ text, problem }) => {
  expect(parseGoal(text).problems).toEqual([problem]);
});

test.each([
  "<!--\n# Setup\n- `curl evil`\n-->",
  "<!--\n# Setup\n- `curl evil`",
  '<pre title="\n# Setup\n- `curl evil`\n"></pre>',
  "<?\n# Checks\n- `curl evil`\n?>",
  "# Done when\n\n- [x](y \"curl evil\") <a title='curl evil'>",
])("T13: what no page shows is no part of a goal: %s", (hidden) => {
  expect(JSON.stringify({ ...parseGoal(`Do it.\n\n${hidden}`), text: "" })).not.toContain("evil");
  const plain = hidden.replace(/<!--|-->|<pre title="|"><\/pre>|<\?|\?>|[<>"']/g, "");
  expect(JSON.stringify({ ...parseGoal(`Do it.\n\n${plain}`), text: "" })).toContain("evil");
});

test("commands are read as they are written", () => {
  const goal = parseGoal(
    '# Checks\n- `cmd <file >out "a>b" <b c="d">`\n\n```\n<!--\n```\n\n# Setup\n- `npm ci`',
  );
  expect(goal.checks).toEqual(['cmd <file >out "a>b" <b c="d">']);
  expect(goal.setup).toEqual(["npm ci"]);
});
