/** What people and bad luck may do to a goal without any invariant being broken. */

import { expect, test } from "vitest";
import { checkInvariants } from "../../src/audit/verdicts.ts";
import { askForGated, changeEntry } from "./breaks/break.ts";
import { aStory, bot, goal, person, type Story, said } from "./scene.ts";

const minute = 60_000;

const vetoes = ({ scene }: Story, task: number): void => {
  scene.comment(70, task, person, "/swarm veto");
  scene.says([said("command", 70, task, "/swarm veto", { word: "veto", argument: "" })]);
};

const found = (story: Story) =>
  checkInvariants(story.scene.evidence()).flatMap(({ name, findings }) =>
    findings.map(({ kind, text }) => `${name} ${kind}: ${text}`),
  );

test("a task that came back, was taken over and renewed lands like any other", () => {
  const story = aStory();
  const { scene, base } = story;
  const options = { attempt: 2, value: "b", instance: "two" };
  let at = scene.step(34, "claim", base, { value: "a" });
  at = scene.step(34, "claim", at, { value: "a" });
  at = scene.step(34, "claim", at, options);
  at = scene.step(34, "return", scene.step(34, "submit", at, { attempt: 2 }), { attempt: 2 });
  at = scene.step(34, "ask", scene.step(34, "claim", at, { attempt: 3 }), { attempt: 3 });
  at = scene.step(34, "claim", at, { attempt: 4 });
  const submission = scene.step(34, "submit", at, { attempt: 4 });
  const head = scene.refs.get("swarm/12/integration") ?? "";
  scene.refs.set("swarm/12/integration", scene.commit("Back\n\nSwarm-Revert: 34", [head]));
  scene.refs.set("swarm/12/task-34", story.merges[0]);
  expect(found(story).filter((text) => text.startsWith("I1") || text.startsWith("I3"))).toEqual([]);
  scene.land(34, submission);
  expect(found(story).filter((text) => text.startsWith("I1") || text.startsWith("I3"))).toEqual([]);
});

test("gated landings that were tested before are in order", () => {
  const story = aStory();
  askForGated(story, [true, true]);
  expect(found(story)).toEqual([]);
});

test("a retry that a person asked for puts a task back to work", () => {
  const story = aStory({ running: true });
  const { scene, tombstone } = story;
  scene.comment(70, 36, person, "/swarm retry");
  scene.says([said("command", 70, 36, "/swarm retry", { word: "retry", argument: "" })]);
  const submission = scene.step(
    36,
    "submit",
    scene.step(36, "claim", scene.step(36, "retry", tombstone), { attempt: 2 }),
    {
      attempt: 2,
    },
  );
  scene.land(36, submission);
  expect(found(story)).toEqual([]);
});

test.each([
  { what: "has ended", retries: 1, says: [] },
  {
    what: "has not ended by what was said before",
    retries: 0,
    says: [/^I4 broken: The goal is done, but #36 has neither/],
  },
])("a task that was tried again, ended again and lost its branch $what", ({ retries, says }) => {
  const story = aStory();
  const { scene, tombstone } = story;
  scene.comment(70, 36, person, "/swarm retry");
  scene.says([said("command", 70, 36, "/swarm retry", { word: "retry", argument: "" })]);
  const end = scene.step(36, "end", scene.step(36, "retry", tombstone, { value: "1" }), { value: "failed" });
  scene.says([{ kind: "ended", task: 36, reason: "failed", retries, spent: {} }], [end]);
  scene.refs.delete("swarm/12/task-36");
  expect(found(story).filter((text) => text.startsWith("I4"))).toEqual(
    says.map((text) => expect.stringMatching(text)),
  );
});

test("what a retry brings back is granted anew, and its old grant is over", () => {
  const story = aStory({ running: true });
  const { scene } = story;
  scene.comment(70, 36, person, "/swarm retry");
  const money = () => found(story).filter((text) => text.startsWith("I11"));
  const grant = (tokens: number) => scene.says([{ kind: "granted", holder: "task 36", grant: { tokens } }]);
  scene.says([said("command", 70, 36, "/swarm retry", { word: "retry", argument: "", tasks: [36] })]);
  scene.step(36, "retry", story.tombstone, { value: "1" });
  grant(600);
  expect(money()).toEqual([]);
  // The control: twice for the same run it is too much.
  grant(200);
  expect(money()).toEqual([expect.stringMatching(/^I11 broken: \d+ tokens spent and \d+ granted are more/)]);
});

test("a log that began anew, and never accepted the goal, is not asked for green", () => {
  const story = aStory();
  const { scene } = story;
  scene.log.splice(0);
  scene.says([{ kind: "steward", instance: "one" }]);
  scene.says([{ kind: "goal-closed", state: "stopped", why: "A person stopped the goal." }]);
  const green = () => found(story).filter((text) => text.startsWith("I5"));
  // The control: nobody removed the one before.
  expect(green()).toEqual([expect.stringMatching(/^I5 broken: Green is at \w+, which no check was run on/)]);
  scene.rewrites = [{ branch: "swarm/12/log", login: "ada", isBot: false }];
  expect(green()).toEqual([]);
});

test("a comment that was deleted or edited later is noted", () => {
  const story = aStory();
  story.scene.comments.splice(0, 1);
  Object.assign(story.scene.comments[0] ?? {}, { body: "/swarm veto, please", edited: true });
  expect(found(story)).toEqual([
    "I9 note: Directive D1 (comment 51 on #12): the comment is gone.",
    "I9 note: Command veto (comment 52 on #36) was edited after it was registered.",
  ]);
});

test("T7: a status that somebody edited, and that was said anew, is no double", () => {
  const story = aStory();
  const status = story.scene.comments.find(({ id }) => id === 53)?.body ?? "";
  story.scene.comment(61, 12, bot, status);
  expect(found(story)).toEqual([expect.stringContaining("two status comments")]);
  const mark = `<!-- stigmergy 12 altered goal ${"0".repeat(32)} -->`;
  story.scene.comment(
    62,
    12,
    bot,
    `Edited:\n\n- https://forge/acme/tool/issues/12#issuecomment-53\n\n${mark}`,
  );
  expect(found(story)).toEqual([]);
});

test("a landing that a person took out of integration is noted", () => {
  const story = aStory({ running: true });
  const { scene, base } = story;
  scene.refs.set("swarm/12/integration", base);
  scene.rewrites = [{ branch: "swarm/12/integration", login: "ada", isBot: false }];
  expect(found(story)).toEqual([
    "I6 note: ada rewrote or removed swarm/12/integration.",
    expect.stringMatching(/^I6 note: The landing of #34, .* a person took it out\.$/),
  ]);
});

test("a veto that came after the goal's end leaves the landing as it is", () => {
  const story = aStory();
  vetoes(story, 34);
  expect(found(story)).toEqual([]);
});

test("green goes back when a person accepted a rewritten integration branch", () => {
  const story = aStory({ running: true });
  story.scene.rewrites = [{ branch: "swarm/12/green", login: "stigmergy[bot]", isBot: true }];
  expect(found(story)).toEqual(["I6 broken: stigmergy[bot] rewrote or removed swarm/12/green."]);
  story.scene.says([{ kind: "rewrite-over", head: story.base, accepted: true }]);
  expect(found(story)).toEqual(["I6 note: stigmergy[bot] rewrote or removed swarm/12/green."]);
});

test("a landing is noted as long as its veto is not carried out, and not once it was taken back", () => {
  const story = aStory({ running: true });
  vetoes(story, 34);
  expect(found(story)).toEqual([expect.stringMatching(/^I8 note: #34 .* it is not taken back yet\.$/)]);
  const { scene, merges } = story;
  const revert = scene.commit("Take back #34\n\nSwarm-Revert: 34\nSwarm-Cause: veto", [merges[0]]);
  scene.refs.set("swarm/12/integration", revert);
  scene.refs.set("swarm/12/task-34", revert);
  expect(found(story)).toEqual([]);
});

test("a goal may end without being done though a veto could not be carried out", () => {
  const story = aStory();
  const [end] = story.scene.log.splice(-1);
  vetoes(story, 34);
  story.scene.says([{ kind: "veto-conflicts", task: 34, head: story.merges[1], files: ["a.txt"] }]);
  story.scene.says([{ ...end?.entries[0], kind: "goal-closed", state: "failed", pull: undefined }]);
  story.scene.pulls.splice(0);
  expect(found(story)).toEqual([expect.stringMatching(/^I8 note: #34 .* taking it back conflicts\.$/)]);
});

test("a commit that a person adds to the result later moves the pull request with it", () => {
  const story = aStory();
  const { scene, merges } = story;
  const own = scene.commit("By hand", [merges[1]]);
  scene.refs.set("swarm/12/integration", own);
  Object.assign(scene.pulls[0] ?? {}, { head: own });
  expect(found(story)).toEqual([]);
});

test("what a person pushes to a task's branch is taken up, and noted if it stays there", () => {
  const running = aStory({ running: true });
  const at = running.scene.refs.get("swarm/12/task-35") ?? "";
  const again = { attempt: 2, value: "b" };
  const claim = running.scene.step(35, "claim", running.scene.commit("By hand", [at]), again);
  running.scene.land(35, running.scene.step(35, "submit", claim, again));
  expect(found(running)).toEqual([]);

  const closed = aStory();
  closed.scene.refs.set("swarm/12/task-35", closed.scene.commit("By hand", [closed.merges[1]]));
  expect(found(closed)).toEqual([expect.stringMatching(/^L3 note: .* the branch of #35 holds/)]);
});

test("a branch that was removed after its pull request was merged still shows what landed", () => {
  const story = aStory();
  const { scene, base, merges } = story;
  scene.refs.set("main", scene.commit("Merge pull request #40", [base, merges[1]]));
  for (const name of ["integration", "green"]) scene.refs.delete(`swarm/12/${name}`);
  Object.assign(scene.pulls[0] ?? {}, { open: false });
  expect(found(story)).toEqual([]);
});

test("a claim is late only after the lease and a time to notice it", () => {
  const story = aStory({ running: true });
  story.scene.now += 29 * minute;
  expect(found(story)).toEqual([]);
  story.scene.now += 2 * minute;
  expect(found(story)).toMatchObject([
    expect.stringMatching(/^L2 broken: #35 is claimed by one .* for 31 minutes/),
  ]);
  story.scene.lease = 30 * minute;
  expect(found(story)).toEqual([]);
});

test("a goal is red as long as it runs, and may be stopped so", () => {
  const story = aStory();
  const { scene, merges } = story;
  changeEntry(scene, "goal-closed", { state: "stopped" });
  const head = scene.commit("A person breaks it", [merges[1]]);
  scene.refs.set("swarm/12/integration", head);
  scene.says([{ kind: "checked", commit: head, results: [{ command: "npm test", passed: false }] }]);
  expect(found(story)).toMatchObject([expect.stringMatching(/^L5 note: Integration ended red/)]);
});

test("T10: what another bot says in our words is not ours, also while the goal has no issue of ours", () => {
  const twice = (story: Story) => found(story).filter((text) => text.startsWith("I12"));
  const story = aStory();
  const { scene } = story;
  const status = scene.comments.find(({ issue, author }) => issue === goal && author === bot)?.body ?? "";
  expect(status).not.toBe("");
  scene.comment(80, goal, { id: 666, login: "evil[bot]", isBot: true }, status);
  expect(twice(story)).toEqual([]);
  for (const number of [...scene.issues.keys()]) if (number !== goal) scene.issues.delete(number);
  expect(twice(story)).toEqual([]);
});

test("a claim waits while a person's word about a rewritten integration is missing", () => {
  const found = (...entries: Parameters<Story["scene"]["says"]>[0]) => {
    const { scene } = aStory({ running: true });
    scene.says(entries);
    const evidence = { ...scene.evidence(), now: scene.now + 60 * minute };
    return checkInvariants(evidence).flatMap(({ name, findings }) =>
      findings.flatMap(({ kind }) => (name === "L2" ? [kind] : [])),
    );
  };
  const over = { kind: "rewrite-over", head: "a".repeat(40), accepted: false };
  expect(found({ kind: "rewritten" })).toEqual(["note"]);
  expect(found({ kind: "rewritten" }, over)).toEqual(["broken"]);
});

test("a claim of a paused goal waits for the person who paused it", () => {
  const words = (...all: readonly string[]) => {
    const { scene } = aStory({ running: true });
    for (const [index, word] of all.entries()) {
      scene.comment(70 + index, goal, person, `/swarm ${word}`);
      scene.says([said("command", 70 + index, goal, `/swarm ${word}`, { word, argument: "" })]);
    }
    const evidence = { ...scene.evidence(), now: scene.now + 60 * minute };
    return checkInvariants(evidence).flatMap(({ name, findings }) =>
      findings.map(({ kind, text }) => `${name} ${kind}: ${text}`),
    );
  };
  expect(words("pause")).toEqual([
    expect.stringMatching(/^L2 note: #35 is claimed .*; the goal is paused\.$/),
  ]);
  expect(words("pause", "resume")).toEqual([expect.stringMatching(/^L2 broken: #35 is claimed /)]);
});
