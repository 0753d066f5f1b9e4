/** What must hold of a goal that ended, whatever died on the way: pure, on evidence, beside what `stigmergy audit` says. */

import type { Evidence } from "./evidence.ts";
import { type Marker, markerIn } from "./marker.ts";

export interface Violation {
  readonly invariant: string;
  readonly found: string;
}

/** The same goal without kills. */
export type Reference = Pick<Evidence, "landed" | "tree">;

export function judge(evidence: Evidence, reference: Reference): readonly Violation[] {
  return rules.flatMap(([invariant, look]) =>
    look(evidence, reference).map((found) => ({ invariant, found })),
  );
}

type Rule = (evidence: Evidence, reference: Reference) => readonly string[];

const same = (what: string, found: unknown, wanted: unknown): readonly string[] =>
  JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`${what} is ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`];

const rules: readonly (readonly [string, Rule])[] = [
  ["goal-done", ({ ended }) => same("the goal's end", ended ?? "not there", "done")],
  ["same-landings", ({ landed }, reference) => same("what landed", landed, reference.landed)],
  ["same-tree", ({ tree }, reference) => same("the tree", tree, reference.tree)],
  ["landed-once", ({ landed }) => twice(landed).map((title) => `"${title}" landed more than once`)],
  [
    "nothing-open",
    ({ issues }) =>
      issues.filter(({ open }) => open).map(({ number, title }) => `#${number} "${title}" is open`),
  ],
  [
    "closed-once",
    ({ issues }) => {
      const completed = issues.filter(
        ({ reason, labels }) => reason === "completed" && labels.includes("swarm:task"),
      );
      return twice(completed.map(({ title }) => title)).map(
        (title) => `"${title}" was completed by two issues`,
      );
    },
  ],
  [
    "nothing-held",
    ({ branches }) =>
      branches
        .filter(({ name }) => isTask(name))
        .filter(({ message }) => !/^Swarm-(Task|Revert|End): /m.test(message))
        .map(({ name, message }) => `${name} is left at "${message.split("\n")[0]}"`),
  ],
  [
    "one-result",
    ({ pulls, head }) =>
      same(
        "the result",
        pulls.map((pull) => pull.head),
        [head],
      ),
  ],
  [
    "told-once",
    ({ comments }) =>
      same(
        "how often people were told the end",
        comments.filter((text) => text.startsWith("The goal is **")).length,
        1,
      ),
  ],
  [
    "said-once",
    ({ comments, remarks }) => {
      const all = [...comments, ...remarks.map(({ body }) => body)].flatMap((body) => markerIn(body) ?? []);
      return twice(all.map(nameOf)).map((name) => `${name} was said more than once`);
    },
  ],
  [
    "comment-once",
    ({ comments, remarks }) => {
      const all = [
        ...comments.map((body) => `on the goal: ${body}`),
        ...remarks.map(({ issue, body }) => `on #${issue}: ${body}`),
      ];
      return twice(all).map((text) => `the same comment is there twice ${text.slice(0, 80)}`);
    },
  ],
  [
    "issue-once",
    ({ issues }) => {
      const stay = issues.filter(({ open, reason }) => open || reason === "completed");
      const names = stay.flatMap(({ marker }) => (marker ? nameOf(marker) : []));
      return twice(names).map((name) => `${name} became two issues, both open or completed`);
    },
  ],
  [
    "never-redone",
    ({ history: { moves } }) =>
      moves.flatMap((move, index) => {
        if (!/^Swarm-(Task|End): /m.test(move.message) || !isTask(move.branch)) return [];
        const again = moves
          .slice(index + 1)
          .some(({ branch, message }) => branch === move.branch && /^Swarm-Claim: /m.test(message));
        return again ? [`${move.branch} was claimed again after its end`] : [];
      }),
  ],
  ["nothing-lost", ({ history: { lost } }) => lost.map((sha) => `the pushed commit ${sha} is gone`)],
];

const isTask = (branch: string) => /(^|\/)task-\d+$/.test(branch);
const nameOf = ({ kind, name }: Marker) => `${kind} ${name}`;

const twice = (all: readonly string[]) => [
  ...new Set(all.filter((one, index) => all.indexOf(one) !== index)),
];
