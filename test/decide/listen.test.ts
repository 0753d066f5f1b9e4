/** What of people's comments enters the log. */

import { expect, test } from "vitest";
import { registerComments } from "../../src/decide/listen.ts";
import { issueNumber } from "../../src/domain/ids.ts";
import { aComment, aTask, aWorld, commanded, directed } from "../support/builders.ts";

const said = { comment: 700, issue: 12, user: 1, login: "ada", hash: "comment 700" };

test("a trusted comment becomes a directive", () => {
  expect(registerComments(aWorld({ comments: [aComment()] }))).toEqual([
    {
      kind: "append",
      entries: [{ kind: "directive", id: "D1", text: "Use metres.", ...said }],
      subject: "heard @ada on #12",
    },
  ]);
});

test("a trusted command is registered as one", () => {
  const comment = aComment({ command: { word: "budget", argument: "5" }, body: "/swarm budget 5" });
  expect(registerComments(aWorld({ comments: [comment] }))).toEqual([
    {
      kind: "append",
      entries: [{ kind: "command", word: "budget", argument: "5", ...said }],
      subject: "heard @ada on #12",
    },
  ]);
});

test("a stranger is not heard", () => {
  const command = { word: "stop" as const, argument: "" };
  const comments = [aComment({ trusted: false }), aComment({ comment: 701, trusted: false, command })];
  expect(registerComments(aWorld({ comments }))).toEqual([]);
});

test("a comment on an issue that is not the goal's is not heard", () => {
  expect(registerComments(aWorld({ comments: [aComment({ issue: issueNumber(99) })] }))).toEqual([]);
});

test("a comment on a task is heard", () => {
  const world = aWorld({ tasks: [aTask(35)], comments: [aComment({ issue: issueNumber(35) })] });
  expect(registerComments(world)).toMatchObject([{ entries: [{ kind: "directive", issue: 35 }] }]);
});

test("a comment is registered once, whatever it was", () => {
  const comments = [aComment({ comment: 900 }), aComment({ comment: 901 })];
  const after = [directed("D1", 12, 900), commanded("pause", 12, 901)];
  expect(registerComments(aWorld({ comments, after }))).toEqual([]);
});

test("numbers of directives go on where they were; commands have none", () => {
  const comments = [
    aComment({ comment: 1 }),
    aComment({ comment: 2, command: { word: "pause", argument: "" } }),
    aComment({ comment: 3 }),
  ];
  const [command] = registerComments(aWorld({ comments, after: [directed("D1", 12)] }));
  const entries = command?.kind === "append" ? command.entries : [];
  expect(entries.map((entry) => (entry.kind === "directive" ? entry.id : entry.kind))).toEqual([
    "D2",
    "command",
    "D3",
  ]);
});
