/** What reaches the server by git: only the swarm's branches, and no secret in anything new. */

import { expect, test } from "vitest";
import type { Sha } from "../../src/domain/ids.ts";
import { gatedMirror } from "../../src/effect/gated-mirror.ts";
import { LogBranch } from "../../src/effect/log-branch.ts";
import { Outbox } from "../../src/effect/outbox.ts";
import { canary } from "./encodings.ts";
import { home, pushed } from "./pushed.ts";

test("T25: only branches of the swarm are pushed, and a secret is no name of one", async () => {
  await using scene = await pushed();
  const commit = await scene.make({ "b.txt": "b\n" });
  for (const branch of [
    "main",
    "swarm/12/else",
    "swarm/12/task-1/x",
    `swarm/12/task-1-${canary}`,
    "gh-pages",
  ])
    expect((await scene.gated.push([{ branch, from: undefined, to: commit }], false)).moved.size).toBe(0);
  expect(await scene.ground.tip("main")).toBe(scene.ground.base);
  expect(await scene.pushes(commit)).toBe(true);
});

test("of several moves only the one with a secret stays, unless all or none must move", async () => {
  await using scene = await pushed();
  const good = { branch: "swarm/12/task-1", from: undefined, to: await scene.make({ "b.txt": "b\n" }) };
  const bad = { branch: "swarm/12/task-2", from: undefined, to: await scene.make({ "b.txt": canary }) };
  const all = await scene.gated.push([good, bad], true);
  expect({ moved: all.moved.size, words: all.words }).toEqual({
    ...{ moved: 0, words: "A secret of this installation is in a changed file, so it was not sent." },
  });
  expect([...(await scene.gated.push([good, bad], false)).moved]).toEqual(["swarm/12/task-1"]);
});

test("what the server has already is not searched again, and taking a secret out is no leak", async () => {
  await using scene = await pushed();
  const { mirror } = scene.ground.one;
  const old = await scene.make({ "key.txt": `${canary}\n` });
  await mirror.push([{ branch: "swarm/12/integration", from: scene.ground.base, to: old }], false);
  await mirror.fetch(["*"]);
  const next = await mirror.commit(
    await mirror.treeWith(old, [{ path: "key.txt", text: "none\n" }]),
    [old],
    "out",
  );
  expect(await scene.pushes(next)).toBe(true);
});

test("T12: a commit's message closes nothing", async () => {
  await using scene = await pushed();
  const tree = await scene.gated.treeOf(scene.ground.base);
  const commit = await scene.gated.commit(
    tree,
    [scene.ground.base],
    "Land it (#34)\n\nFixes #1\n\nSwarm-Task: 34",
  );
  expect((await scene.gated.read(commit))?.message).toBe("Land it (#34)\n\nFixes ＃1\n\nSwarm-Task: 34");
});

test("T25: a question, a title or a hand-off with a secret is pushed without it, and steps say what they are", async () => {
  await using scene = await pushed();
  const { gated, ground } = scene;
  const tree = await gated.treeOf(ground.base);
  const asPushed = async (message: string) => {
    const commit = await gated.commit(tree, [ground.base], message);
    expect(await scene.pushes(commit)).toBe(true);
    return (await gated.read(commit))?.message.trimEnd();
  };
  const sentence = "A secret of this installation is in this line, so it was not sent.";
  const trailers = "Swarm-Ask: 1\nSwarm-Attempt: 1";
  expect(
    await asPushed(`ask on #34: Use ${canary} [skip ci]\n\nIs it ${canary}?\nOr not?\n\n${trailers}`),
  ).toBe(`ask on #34: ${sentence} [skip ci]\n\n${sentence}\nOr not?\n\n${trailers}`);
  expect(await asPushed(`Use ${canary} (#34)\n\nSwarm-Task: 34`)).toBe(`${sentence} (#34)\n\nSwarm-Task: 34`);
  const key = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(20)}-----END PRIVATE KEY-----`;
  const said = await asPushed(`submit #34: Keys [skip ci]\n\n${key}\n\nSwarm-Submit: 1\nSwarm-Attempt: 1`);
  expect(said).toMatch(
    /^submit #34: What looks like a secret[^\n]* \[skip ci\]\n\nSwarm-Submit: 1\nSwarm-Attempt: 1$/,
  );
  expect(await asPushed("submit #34: Plain\n\nWords.")).toBe("submit #34: Plain\n\nWords.");
});

test("a worker is told to take a secret out before it submits", async () => {
  await using scene = await pushed();
  const tree = await scene.gated.treeWith(scene.ground.base, [{ path: "b.txt", text: canary }]);
  expect(await scene.gated.keptIn?.(scene.ground.base, tree)).toMatch(/^A secret .* changed file/);
});

test("T25: the log goes on without the secrets that its entries held", async () => {
  await using scene = await pushed();
  const { mirror } = scene.ground.one;
  const forLog = gatedMirror(mirror, { home, secrets: scene.secrets, isLog: true });
  const log = new LogBranch(forLog, new Outbox(scene.gated), "swarm/12/log");
  const attachments = [{ path: "transcript.json", text: `{"text":"${canary}"}` }];
  await log.append("begin", [{ kind: "steward", instance: `one ${canary} @claude` }], attachments);
  const tip = (await scene.ground.tip("swarm/12/log")) as Sha;
  expect(await log.read(tip)).toMatchObject([{ kind: "steward", instance: "one [secret] @claude" }]);
  expect(await mirror.readFile(tip, "transcript.json")).toBe('{"text":"[secret]"}');
});
