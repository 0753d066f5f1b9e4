/** What a person who rewrites integration explains, and what not. */

import { expect, test } from "vitest";
import { checkInvariants } from "../../src/audit/verdicts.ts";
import { aStory, type Story } from "./scene.ts";

const found = (story: Story) =>
  checkInvariants(story.scene.evidence()).flatMap(({ name, findings }) =>
    findings.map(({ kind, text }) => `${name} ${kind}: ${text}`),
  );

test("a goal that is done is red only where it was judged, not where a person set it back to", () => {
  const red = (story: Story, commit: string) =>
    story.scene.says([{ kind: "checked", commit, results: [{ command: "npm test", passed: false }] }]);
  const story = aStory();
  const { scene, merges } = story;
  scene.refs.set("swarm/12/integration", merges[0]);
  red(story, merges[0]);
  const breaks = () => found(story).filter((text) => text.startsWith("L5"));
  expect(breaks()).toEqual([expect.stringMatching(/^L5 broken: Integration ended red/)]);
  scene.rewrites = [{ branch: "swarm/12/integration", login: "ada", isBot: false }];
  expect(breaks()).toEqual([expect.stringMatching(/^L5 note: Integration ended red/)]);
});

test("a person's rewrite explains no red of what landed after the verdict", () => {
  const story = aStory();
  const { scene, merges } = story;
  scene.rewrites = [{ branch: "swarm/12/integration", login: "ada", isBot: false }];
  const late = scene.commit("Do more (#37)\n\nSwarm-Task: 37", [merges[1]]);
  scene.refs.set("swarm/12/integration", late);
  scene.says([{ kind: "checked", commit: late, results: [{ command: "npm test", passed: false }] }]);
  const breaks = found(story).filter((text) => text.startsWith("L5"));
  expect(breaks).toEqual([expect.stringMatching(/^L5 broken: Integration ended red/)]);
});

test.each([
  { where: "out of integration", stays: false, says: "note" },
  { where: "beneath green", stays: true, says: "broken" },
])(
  "green may fail a check that a person's rewrite left without its run, which is $where",
  ({ stays, says }) => {
    const story = aStory({ running: true });
    const { scene, base, merges } = story;
    const runs = (commit: string, passed: boolean) =>
      scene.says([{ kind: "checked", commit, results: [{ command: "npm test", passed }] }]);
    runs(merges[0], true);
    const green = stays ? scene.commit("By hand", [merges[0]]) : base;
    for (const branch of ["integration", "green"]) scene.refs.set(`swarm/12/${branch}`, green);
    runs(green, false);
    scene.rewrites = [{ branch: "swarm/12/integration", login: "ada", isBot: false }];
    const of = found(story).filter((text) => text.startsWith("I5"));
    expect(of).toEqual([
      expect.stringMatching(new RegExp(`^I5 ${says}: Green is at .* failed, a held check`)),
    ]);
  },
);

test("what a person took out may come back beneath another landing once its task has ended, and not by a landing of its own", () => {
  const ends = () => {
    const story = aStory({ running: true });
    const { scene, submissions, base } = story;
    scene.rewrites = [{ branch: "swarm/12/integration", login: "ada", isBot: false }];
    scene.refs.set("swarm/12/integration", base);
    scene.step(34, "end", submissions[0], { value: "cancelled" });
    scene.says([{ kind: "ended", task: 34, reason: "cancelled", spent: {} }]);
    return story;
  };
  const says = (story: Story) => found(story).filter((text) => text.startsWith("I4"));
  const beneath = ends();
  const onTop = beneath.scene.step(35, "submit", beneath.scene.step(35, "claim", beneath.merges[0]));
  beneath.scene.land(35, onTop);
  expect(says(beneath)).toEqual(["I4 note: #34 has 2 ends: landed and ended: cancelled."]);
  const again = ends();
  const tombstone = again.scene.refs.get("swarm/12/task-34") ?? "";
  again.scene.land(34, again.submissions[0]);
  again.scene.refs.set("swarm/12/task-34", tombstone);
  expect(says(again)).toEqual(["I4 broken: #34 has 2 ends: landed and ended: cancelled."]);
});
