/** What other goals, other people's sub-issues and GitHub's refusals may bring without any invariant being broken. */

import { expect, test } from "vitest";
import { checkInvariants } from "../../src/audit/verdicts.ts";
import { changeEntry } from "./breaks/break.ts";
import { aStory, goal, person, type Story } from "./scene.ts";

const found = (story: Story) =>
  checkInvariants(story.scene.evidence()).flatMap(({ name, findings }) =>
    findings.map(({ kind, text }) => `${name} ${kind}: ${text}`),
  );

test("a task branch into which a person merged another goal's result lands like any other", () => {
  const story = aStory({ running: true });
  const { scene, base } = story;
  const at = scene.refs.get("swarm/12/task-35") ?? "";
  const submission = scene.commit("submit #71: Theirs\n\nSwarm-Submit: 1\nSwarm-Attempt: 4", [base]);
  const foreign = scene.commit("Theirs (#71)\n\nSwarm-Task: 71\nSwarm-Attempt: 4", [base, submission]);
  // Squashed as well, which keeps what the last commit said.
  const squashed = scene.commit("Theirs (#72)\n\nSwarm-Task: 71", [foreign]);
  scene.refs.set("main", squashed);
  for (const parents of [
    [at, squashed],
    [squashed, at],
  ]) {
    const update = scene.commit("Merge branch 'main' into swarm/12/task-35", parents);
    const again = { attempt: 2, value: "b" };
    const submitted = scene.step(35, "submit", scene.step(35, "claim", update, again), again);
    const before = scene.refs.get("swarm/12/integration") ?? "";
    const merge = scene.land(35, submitted);
    expect(found(story)).toEqual([]);
    // The control: a landing of ours that comes in this way is a second one.
    const copy = scene.commit("Do it (#34)\n\nSwarm-Task: 34", [squashed]);
    scene.refs.set("swarm/12/integration", scene.commit("Merge branch 'main'", [merge, copy]));
    expect(found(story).join("\n")).toMatch(/I3 broken: #34 landed 2 times/);
    scene.refs.set("swarm/12/integration", before);
  }
});

test("a done goal whose pull request GitHub refused is noted", () => {
  const story = aStory();
  story.scene.pulls = [];
  // The control: nobody says that it was refused.
  expect(found(story)).toEqual([expect.stringMatching(/^L4 broken: .* there is no pull request/)]);
  changeEntry(story.scene, "goal-closed", { pull: undefined, refused: "No commits between" });
  expect(found(story)).toEqual([
    expect.stringMatching(/^L4 note: .* without a pull request: GitHub refused/),
  ]);
});

test("a task beside a goal that people gave its hundred sub-issues is in order", () => {
  const { scene } = aStory();
  for (const task of [34, 35, 36]) Object.assign(scene.issues.get(task) ?? {}, { parent: undefined });
  // The report is one too.
  for (let number = 101; number <= 199; number++) scene.issue(number, undefined, { author: person });
  const many = () => checkInvariants(scene.evidence()).flatMap(({ findings }) => findings);
  expect(many()).toEqual([]);
  // The control: one more.
  Object.assign(scene.issues.get(34) ?? {}, { parent: goal });
  expect(many()).toMatchObject([{ kind: "broken", text: "#12 has 101 sub-issues, more than 100." }]);
});
