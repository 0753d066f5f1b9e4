/** A small run from goal to pull request, kept as a text that a reviewer can read and that changes only on purpose. */

import { expect, test } from "vitest";
import { chronicle } from "../support/chronicle.ts";
import { says, startSwarm } from "../support/swarm.ts";

const title = "Sell apples and pears";
const shelf = (fruits: readonly string[]) => `export const shelf = ${JSON.stringify(fruits)};\n`;

const task = (fruit: string) => ({
  create_task: {
    key: fruit,
    title: `Sell ${fruit}`,
    description: `Put ${fruit} on the shelf.`,
    done_when: [`\`grep ${fruit} shelf.js\` finds them`],
    paths: ["shelf.js"],
  },
});

const finish = (handOff: string) => ({ finish: { done: true, hand_off: handOff } });

/** Cycle 1 leaves the fruit to a sub-planner, who forgets the pears; cycle 2 asks for them at once. */
const plans = [
  says(
    "planner",
    title,
    [
      [
        { write_notes: { text: "One shelf. The fruit is a plan of its own." } },
        { create_plan: { key: "fruit", title: "Choose the fruit", description: "What the shelf holds." } },
        finish("The fruit is planned separately."),
      ],
    ],
    { cycle: 1, attempt: 1 },
  ),
  says("planner", "Choose the fruit", [[task("apples"), finish("Apples are planned.")]], { attempt: 1 }),
  says("planner", title, [[task("pears"), finish("Pears are planned.")]], { cycle: 2, attempt: 1 }),
];

const works = (fruit: string, fruits: readonly string[]) =>
  says(
    "worker",
    `Sell ${fruit}`,
    [
      [{ read_file: { path: "shelf.js" } }],
      [{ write_file: { path: "shelf.js", content: shelf(fruits) } }],
      [{ submit: { done: `The shelf has ${fruit}.`, suggestions: ["Say what they cost."] } }],
    ],
    { attempt: 1 },
  );

const goal = `A shop with one shelf.

## Done when

- apples and pears are on the shelf

## Checks

- \`grep -q apples shelf.js\`
- \`grep -q pears shelf.js\`
`;

test("the first goal reads as it always did", async () => {
  await using swarm = await startSwarm({
    files: { "shelf.js": shelf([]) },
    lines: [...plans, works("apples", ["apples"]), works("pears", ["apples", "pears"])],
  });
  const number = await swarm.opensGoal(title, goal);
  await swarm.ends();
  await expect(await chronicle(swarm, number)).toMatchFileSnapshot("golden/first-goal.md");
});
