/** The small goals that are played again and again: what stands in the repository, what the models say, what people do. */

import type { Line } from "../../src/cli/demo/script.ts";

/** What a person does once an issue of this title is there: each comment after the last one was heard. */
export interface Deed {
  readonly seeing: string;
  readonly on: "goal" | "issue";
  readonly say: string;
}

export interface Scenario {
  readonly title: string;
  readonly body: string;
  readonly lines: readonly Line[];
  readonly deeds: readonly Deed[];
}

export const files = { "shelf.txt": "begin\n", "README.md": "# Shop\n" };

type Call = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const turns = (
  role: Line["role"],
  issue: string,
  said: readonly (readonly Call[])[],
  when: Line["when"] = {},
  more: Partial<Line> = {},
): Line => ({
  role,
  issue,
  when,
  turns: said.map((calls) => ({ seconds: 0.15, text: "", calls: [...calls] })),
  ...more,
});

interface Work {
  readonly title: string;
  /** Shell that gives the same files whatever stands there already: first tried, tried again, or with a conflict in it. */
  readonly deed: string;
  readonly needs?: readonly string[];
  /** Seconds before the deed. */
  readonly dawdles?: number;
}

const keyOf = (title: string) => title.toLowerCase().replaceAll(" ", "-");

const plans = (goal: string, works: readonly Work[], cycle = 1): Line =>
  turns(
    "planner",
    goal,
    [
      [
        ...works.map(({ title, needs = [] }) => ({
          create_task: {
            key: keyOf(title),
            title,
            description: title,
            done_when: [title],
            needs: needs.map(keyOf),
          },
        })),
        { finish: { done: true, hand_off: "planned" } },
      ],
    ],
    {},
    { cycle, attempt: 1 },
  );

/** How the shell line of a worker that dawdles can be told from all others. */
export const dawdling = "; echo stray >";

/** Long enough that somebody can kill it. What survives its worker writes late, where the next worker may be by then. */
const dawdle = (seconds: number): Call => ({
  run: { command: `at="$PWD/stray.txt"; sleep ${seconds}${dawdling} "$at"` },
});

const works = ({ title, deed, dawdles = 1 }: Work): Line =>
  turns("worker", title, [
    [dawdle(dawdles)],
    [{ run: { command: `rm -f stray.txt; ${deed}` } }],
    [{ submit: { done: title } }],
  ]);

/** Both sides of a conflict survive this, and so does a line that is there already. */
const stock = (name: string) =>
  `{ grep -vE '^([<=>|]{7}|begin$)' shelf.txt; echo ${name}; } | sort -u > .fresh; { echo begin; cat .fresh; } > shelf.txt; rm .fresh`;

const ground = (title: string, all: readonly Work[]) => ({
  title,
  lines: [plans(title, all), ...all.map(works)],
});

const fruit: readonly Work[] = [
  { title: "Stock cherries", deed: stock("cherries") },
  { title: "Stock dates", deed: stock("dates") },
  {
    title: "Count the shelf",
    deed: "wc -l < shelf.txt > count.txt",
    needs: ["Stock cherries", "Stock dates"],
    dawdles: 2.5,
  },
  { title: "Write a price list", deed: "echo 'cherries 3' > prices.txt" },
];

const never = (title: string): Line =>
  turns(
    "worker",
    title,
    [[{ submit: { done: "never said" } }]],
    {},
    { turns: [{ seconds: 3600, text: "", calls: [{ submit: { done: "never" } }] }] },
  );

/** Who goes on with the work of one that died does the deed once more. */
const vetoed: readonly Work[] = [
  { title: "Hang a sign", deed: "echo open > sign.txt" },
  { title: "Light the sign", deed: "grep -q lit sign.txt || echo lit >> sign.txt", needs: ["Hang a sign"] },
  { title: "Burn the shop", deed: "exit 1" },
  { title: "Sweep the ashes", deed: "exit 1", needs: ["Burn the shop"] },
];

const asked: readonly Work[] = [
  { title: "Choose a number", deed: "echo seven > number.txt" },
  { title: "Say the number", deed: "cp number.txt said.txt", needs: ["Choose a number"] },
  { title: "Open the window", deed: "echo open > window.txt" },
];

const first: readonly Work[] = [
  { title: "Lay a floor", deed: "echo floor > floor.txt" },
  { title: "Paint a wall", deed: "echo wall > wall.txt", dawdles: 3 },
];
const second: readonly Work[] = [{ title: "Put up a roof", deed: "echo roof > roof.txt" }];

const body = (what: string, checks: readonly string[]) =>
  `${what}\n\n## Checks\n\n${checks.map((check) => `- \`${check}\``).join("\n")}\n`;

export const scenarios: readonly Scenario[] = [
  {
    ...ground("Fill the shelf", fruit),
    body: body("Fruit, counted and priced.", [
      "grep -q cherries shelf.txt && grep -q dates shelf.txt",
      "test -f count.txt",
    ]),
    deeds: [{ seeing: "Stock dates", on: "goal", say: "Prices are in euros." }],
  },
  {
    title: "Open the shop",
    lines: [
      plans("Open the shop", vetoed),
      ...vetoed.slice(0, 2).map(works),
      never("Burn the shop"),
      works({ title: "Sweep the ashes", deed: "exit 1" }),
    ],
    body: body("It has a sign.", ["grep -q lit sign.txt"]),
    deeds: [{ seeing: "Burn the shop", on: "issue", say: "Please not.\n\n/swarm veto" }],
  },
  {
    title: "Say a number",
    lines: [
      plans("Say a number", asked),
      turns("worker", "Choose a number", [[{ ask_human: { question: "Which number?" } }]], {
        lacks: "It is seven",
      }),
      ...asked.map(works),
    ],
    body: body("Any number.", ["test -f said.txt"]),
    deeds: [
      { seeing: "Choose a number", on: "issue", say: "It is seven." },
      { seeing: "Open the window", on: "goal", say: "/swarm pause" },
      { seeing: "Open the window", on: "goal", say: "/swarm resume" },
    ],
  },
  {
    title: "Build a house",
    lines: [
      plans("Build a house", first),
      plans("Build a house", second, 2),
      ...[...first, ...second].map(works),
    ],
    body: body("With a roof.", ["test -f floor.txt", "test -f roof.txt"]),
    deeds: [],
  },
];
