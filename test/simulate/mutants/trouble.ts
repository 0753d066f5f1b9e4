/** The trouble in which certain mistakes show. */

import type { Happening, PersonsAct, TaskPlan } from "../plan.ts";

const minute = 60_000;

/** A person does the same to a task twenty times, every 20 seconds, from soon after the first issues on. */
export const again = (act: PersonsAct, task = 0): readonly Happening[] =>
  Array.from({ length: 20 }, (_, index) => ({ at: index * 20_000 + 40_000, kind: "act", act, task }));

/** Within the same second a person changes a task's label and closes it, again and again. */
const quickly: readonly PersonsAct[] = ["relabel-task", "close-task"];
export const twiceInASecond: readonly Happening[] = quickly.flatMap((act, index) =>
  again(act).map((one) => ({ ...one, at: one.at + index * 500 })),
);

/** Every process dies now and then. */
export const deaths: readonly Happening[] = Array.from({ length: 12 }, (_, index) => ({
  ...{ at: (index + 1) * 45_000, kind: "kill-all", for: 5000 },
}));

/** Every process dies again and again while the goal is planned. */
export const earlyDeaths: readonly Happening[] = Array.from({ length: 6 }, (_, index) => ({
  ...{ at: (index + 1) * 12_000, kind: "kill-all", for: 1000 },
}));

/** Somebody stops the goal some time after the first landings. */
export const lateStops: readonly Happening[] = [4, 5, 6, 7, 8].map((at) => ({
  ...{ at: at * minute, kind: "act", act: "stop", task: 0 },
}));

/** Somebody stops the goal early, and wants it back when it has long been over. */
export const lateRetries: readonly Happening[] = [
  ...[1, 2, 3].map((at): Happening => ({ at: at * minute, kind: "act", act: "stop", task: 0 })),
  { at: 60 * minute, kind: "act", act: "retry-goal", task: 0 },
];

/** Somebody pauses the goal while it is planned. */
export const earlyPause: readonly Happening[] = [{ at: 15_000, kind: "act", act: "pause", task: 0 }];

const task = (index: number, more: Partial<TaskPlan> = {}): TaskPlan => ({
  title: `Task ${index}`,
  writes: ["first.txt", "second.txt", "third.txt"][index] ?? "last.txt",
  needs: [],
  asks: false,
  breaks: false,
  refused: false,
  ...more,
});

export const twoTasks = [task(0), task(1)];
export const inARow = [task(0), task(1, { needs: ["Task 0"] })];
export const breaking = [task(0), task(1, { breaks: true })];
export const breakingFirst = [
  task(0, { breaks: true }),
  task(1, { needs: ["Task 0"] }),
  task(2, { needs: ["Task 1"] }),
  task(3, { needs: ["Task 2"] }),
];
