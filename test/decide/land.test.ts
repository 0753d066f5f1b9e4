/** Which submissions land, and which landings enter the log. */

import { expect, test } from "vitest";
import { landSubmissions } from "../../src/decide/land.ts";
import {
  aTask,
  aWorld,
  claimedBy,
  commanded,
  endedTask,
  landedTask,
  submitted,
} from "../support/builders.ts";

const numbers = Array.from({ length: 18 }, (_, index) => 30 + index);

test("submissions land, other tasks do not", () => {
  const tasks = [aTask(35, { tip: submitted }), aTask(36), aTask(37, { tip: claimedBy("two") })];
  expect(landSubmissions(aWorld({ tasks }))).toEqual([{ kind: "land", tasks: [35] }]);
});

test("a submission whose issue a person closed does not land", () => {
  expect(landSubmissions(aWorld({ tasks: [aTask(35, { tip: submitted, issue: { open: false } })] }))).toEqual(
    [],
  );
});

test("a submission that has to end does not land, even if its tombstone is not taken", () => {
  const tasks = [aTask(35, { tip: submitted }), aTask(36, { tip: submitted })];
  const world = aWorld({ tasks, after: [commanded("veto", 35)] });
  expect(landSubmissions(world)).toEqual([{ kind: "land", tasks: [36] }]);
  expect(landSubmissions(aWorld({ tasks, after: [commanded("stop")] }))).toEqual([]);
});

test("what landed before does not land again", () => {
  expect(landSubmissions(aWorld({ tasks: [landedTask(35, { tip: submitted })] }))).toEqual([]);
});

test("sixteen land at once, the others wait", () => {
  const tasks = numbers.map((number) => aTask(number, { tip: submitted }));
  expect(landSubmissions(aWorld({ tasks }))).toEqual([{ kind: "land", tasks: numbers.slice(0, 16) }]);
});

const paths = (...tasks: readonly (readonly [number, ...string[]])[]) =>
  new Map(tasks.map(([task, ...touched]) => [task, touched]));

test.each([
  ["returned", { kind: "returned", reason: "conflict", words: "" }],
  ["claimed again", claimedBy("two")],
] as const)(
  "a task that met two conflicts and is %s holds up landings on its paths, and no others",
  (_, tip) => {
    const tasks = [
      aTask(35, { tip, facts: { conflicts: 2 } }),
      aTask(36, { tip: submitted }),
      aTask(37, { tip: submitted }),
    ];
    const touched = paths([35, "a.js", "b.js"], [36, "b.js"], [37, "c.js"]);
    expect(landSubmissions(aWorld({ tasks, touched }))).toEqual([{ kind: "land", tasks: [37] }]);
  },
);

test("after one conflict nobody waits, nor for a task that ended", () => {
  const touched = paths([34, "a.js"], [35, "a.js"], [36, "a.js"]);
  const tasks = [
    endedTask(34, "vetoed", { facts: { conflicts: 2 } }),
    aTask(35, { tip: claimedBy("two"), facts: { conflicts: 1 } }),
    aTask(36, { tip: submitted }),
  ];
  expect(landSubmissions(aWorld({ tasks, touched }))).toEqual([{ kind: "land", tasks: [36] }]);
});

test("two tasks that both met two conflicts do not wait for each other", () => {
  const facts = { conflicts: 2 };
  const tasks = [aTask(35, { tip: claimedBy("two"), facts }), aTask(36, { tip: submitted, facts })];
  const touched = paths([35, "a.js"], [36, "a.js"]);
  expect(landSubmissions(aWorld({ tasks, touched }))).toEqual([{ kind: "land", tasks: [36] }]);
});
