/** Which submissions land, and which landings enter the log. */

import { expect, test } from "vitest";
import { landSubmissions, noteLandings } from "../../src/decide/land.ts";
import { aTask, aWorld, claimedBy, endedTask, landedTask, submitted } from "../support/builders.ts";

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

test("what landed before does not land again", () => {
  expect(landSubmissions(aWorld({ tasks: [landedTask(35, { tip: submitted })] }))).toEqual([]);
});

test("sixteen land at once, the others wait", () => {
  const tasks = numbers.map((number) => aTask(number, { tip: submitted }));
  expect(landSubmissions(aWorld({ tasks }))).toEqual([{ kind: "land", tasks: numbers.slice(0, 16) }]);
});

test("a landing enters the log once", () => {
  const tasks = [landedTask(35), landedTask(36, { noted: false }), endedTask(37, "failed")];
  expect(noteLandings(aWorld({ tasks }))).toEqual([{ kind: "note-landings", tasks: [36] }]);
});
