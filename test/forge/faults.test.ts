/** Each way in which the forge can misbehave, once, as a real client sees it. */

import { expect, test } from "vitest";
import { Dice } from "../../src/forge/faults/dice.ts";
import { faultKinds } from "../../src/forge/faults/kinds.ts";
import type { FaultKind, ForgeOptions } from "../../src/forge/forge.ts";
import { client, git, scratch, startGround, statusOf, widgets } from "./ground.ts";

type Ground = Awaited<ReturnType<typeof groundWith>>;
type Client = Ground["app"];

/** Ground on which these kinds happen at these rates, and a client of the app that logged in before they began. */
async function groundWith(
  rates: Readonly<Partial<Record<FaultKind, number>>>,
  more: Partial<ForgeOptions> = {},
) {
  const place = scratch();
  const dir = `${place.path}/forge`;
  const early = await startGround({ dir });
  const token = await early.installationToken();
  await early[Symbol.asyncDispose]();
  const ground = await startGround({ ...more, dir, faults: { seed: 3, rates } });
  const dispose = async () => {
    await ground[Symbol.asyncDispose]();
    place[Symbol.dispose]();
  };
  return { ...ground, token, app: client(ground.forge, token), [Symbol.asyncDispose]: dispose };
}

const title = "Sell plums";
const open = (client: Pick<Client, "rest">, more: object = {}) =>
  client.rest.issues.create({ ...widgets, title, ...more });

/** What people see: they are spared. */
async function titlesIn(ground: Ground): Promise<readonly string[]> {
  const { data } = await ground.as("ada").rest.issues.listForRepo({ ...widgets, state: "all" });
  return data.map((issue) => issue.title);
}

const happened = (ground: Ground) => new Set(ground.forge.journal.faults().map((fault) => fault.kind));

/** 500 is what octokit says of a connection that ended. */
const doneButUnanswered: readonly [FaultKind, number][] = [
  ["lost-answer", 500],
  ["bad-gateway", 502],
];

test.each(doneButUnanswered)("%s: the write is done, and its answer is not seen", async (kind, status) => {
  await using ground = await groundWith({ [kind]: 1 });
  expect(await statusOf(open(ground.app))).toBe(status);
  expect(await titlesIn(ground)).toEqual([title]);
  expect(happened(ground)).toEqual(new Set([kind]));
});

const notDone: readonly [FaultKind, readonly number[]][] = [
  ["refused", [500]],
  ["burst", [500, 501, 502, 503]],
  ["limited", [403, 429]],
  ["limited-mutely", [403, 429]],
];

test.each(notDone)("%s: nothing is done", async (kind, statuses) => {
  await using ground = await groundWith({ [kind]: 1 });
  expect(statuses).toContain(await statusOf(ground.app.rest.apps.listReposAccessibleToInstallation()));
  expect(statuses).toContain(await statusOf(open(ground.app)));
  expect(await titlesIn(ground)).toEqual([]);
  expect(happened(ground)).toEqual(new Set([kind]));
});

test.each<[FaultKind, boolean]>([
  ["limited", true],
  ["limited-mutely", false],
])("%s says how long to wait: %s", async (kind, says) => {
  await using ground = await groundWith({ [kind]: 1 });
  const refused = await fetch(`${ground.forge.url}/api/v3/installation/repositories`, {
    headers: { authorization: `Bearer ${ground.token}` },
  });
  expect(refused.headers.has("retry-after")).toBe(says);
  expect(await refused.text()).toContain("secondary rate limit");
});

test("a burst ends by itself", async () => {
  await using ground = await groundWith({ burst: 0.2 });
  const statuses: number[] = [];
  for (let call = 0; call < 40; call++) {
    const ask = ground.app.rest.issues.listForRepo(widgets);
    statuses.push(
      await ask.then(
        (answer) => answer.status,
        (error: { status: number }) => error.status,
      ),
    );
  }
  expect(statuses.join(" ")).toMatch(/5\d\d 5\d\d .*200/);
});

test("late-answer: it comes, later", async () => {
  await using ground = await groundWith({ "late-answer": 1 });
  const started = performance.now();
  expect((await open(ground.app)).status).toBe(201);
  expect(performance.now() - started).toBeGreaterThan(200);
});

test("unclear-ref: a 422 that does not say whether the ref moved", async () => {
  await using ground = await groundWith({ "unclear-ref": 1 });
  const { data: main } = await ground.as("ada").rest.git.getRef({ ...widgets, ref: "heads/main" });
  const names = Array.from({ length: 12 }, (_, index) => `try-${index}`);
  for (const name of names)
    expect(
      await statusOf(
        ground.app.rest.git.createRef({ ...widgets, ref: `refs/heads/${name}`, sha: main.object.sha }),
      ),
    ).toBe(422);
  const { data } = await ground.as("ada").rest.repos.listBranches({ ...widgets, per_page: 100 });
  const made = names.filter((name) => data.some((branch) => branch.name === name)).length;
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(names.length);
});

test("not-found-yet: an issue is not there right after it was made, and is later", async () => {
  let now = Date.now();
  await using ground = await groundWith({ "not-found-yet": 1 }, { clock: () => now });
  const { data } = await open(ground.app);
  const read = () => ground.app.rest.issues.get({ ...widgets, issue_number: data.number });
  expect(await statusOf(read())).toBe(404);
  now += 5000;
  expect((await read()).data.title).toBe(title);
});

test("stale-list: a list as it was, of which a text and an issue are older than the present", async () => {
  let now = Date.now();
  await using ground = await groundWith({ "stale-list": 1 }, { clock: () => now });
  const people = ground.as("ada").rest.issues;
  const { data: old } = await people.create({ ...widgets, title: "old" });
  const list = async () =>
    (await ground.app.rest.issues.listForRepo({ ...widgets, state: "all" })).data.map((i) => i.title);
  expect(await list()).toEqual(["old"]);
  await people.update({ ...widgets, issue_number: old.number, title: "new" });
  await people.create({ ...widgets, title: "newer" });
  now += 3000;
  expect(await list()).toEqual(["old"]);
  now += 3000;
  expect(await list()).toEqual(["newer", "new"]);
});

test("token-expired: the token is gone for good, and a new one works", async () => {
  await using ground = await groundWith({ "token-expired": 0.3 });
  const status = (token: string) =>
    client(ground.forge, token)
      .rest.issues.listForRepo(widgets)
      .then(
        () => 200,
        (error: { status: number }) => error.status,
      );
  await expect.poll(() => status(ground.token), { interval: 1 }).toBe(401);
  const before = ground.forge.journal.faults().length;
  expect([await status(ground.token), await status(ground.token)]).toEqual([401, 401]);
  expect(ground.forge.journal.faults()).toHaveLength(before);
  await expect.poll(async () => status(await ground.installationToken())).toBe(200);
});

test("git-token-expired: git is refused for good, and a new token works", async () => {
  await using ground = await groundWith({ "git-token-expired": 0.3 });
  const push = (token: string) =>
    git(
      `${ground.place.path}/seed`,
      "push",
      "--dry-run",
      ground.remoteOfApp(token),
      "HEAD:refs/heads/second",
    ).then(() => "pushed", String);
  const refused = "Authentication failed";
  await expect.poll(() => push(ground.token), { interval: 1 }).toContain(refused);
  const before = ground.forge.journal.faults().length;
  expect(await push(ground.token)).toContain(refused);
  expect(ground.forge.journal.faults()).toHaveLength(before);
  await expect.poll(async () => push(await ground.installationToken())).toBe("pushed");
});

test("kept-body: an oversized text is answered with 200 and not kept", async () => {
  await using ground = await groundWith({ "kept-body": 1 });
  const { data } = await open(ground.app, { body: "short" });
  const at = { ...widgets, issue_number: data.number };
  const answer = await ground
    .installation()
    .rest.issues.update({ ...at, title: "new", body: "x".repeat(70_000) });
  expect(answer.status).toBe(200);
  const kept = (await ground.as("ada").rest.issues.get(at)).data;
  expect([kept.title, kept.body]).toEqual(["new", "short"]);
  expect(happened(ground)).toEqual(new Set(["kept-body"]));
});

test.each<[FaultKind, boolean]>([
  ["cut-push", false],
  ["lost-push-answer", true],
  ["refused", false],
])("%s: git sees a failure; the ref moved: %s", async (kind, moved) => {
  await using ground = await groundWith({ [kind]: 1 });
  const clone = `${ground.place.path}/seed`;
  await git(clone, "commit", "--quiet", "--allow-empty", "--message=second");
  const remote = ground.remoteOfApp(ground.token);
  await expect(git(clone, "push", remote, "HEAD:refs/heads/second")).rejects.toThrow();
  expect((await git(clone, "ls-remote", ground.remote("ada"), "refs/heads/second")) !== "").toBe(moved);
  // A client whose connection ends without a word asks once more; what was moved is not moved again.
  const moves = ground.forge.journal.pushes().flatMap((push) => push.updates);
  expect(moves.length).toBe(moved ? 1 : 0);
  expect(happened(ground)).toEqual(new Set([kind]));
});

test("lost-webhook: none comes", async () => {
  await using ground = await groundWith({ "lost-webhook": 1 });
  await ground.as("ada").rest.issues.create({ ...widgets, title });
  expect(happened(ground)).toEqual(new Set(["lost-webhook"]));
  await ground.forge.close();
  expect(await ground.hooks.until(0)).toEqual([]);
});

test("doubled-webhook: the same comes twice", async () => {
  await using ground = await groundWith({ "doubled-webhook": 1 });
  await ground.as("ada").rest.issues.create({ ...widgets, title });
  const [one, two] = await ground.hooks.until(2);
  expect(one?.body).toBe(two?.body);
});

test.each<FaultKind>(["shuffled-webhook", "late-webhook"])(
  "%s: it comes after a later one",
  async (kind) => {
    await using ground = await groundWith({ [kind]: 0.5 });
    const titles = Array.from({ length: 10 }, (_, index) => `issue ${index}`);
    for (const one of titles) await ground.as("ada").rest.issues.create({ ...widgets, title: one });
    const held = ground.forge.journal.faults().length;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(titles.length);
    const came = (await ground.hooks.until(titles.length)).map(({ body }) => JSON.parse(body).issue.title);
    expect(came).not.toEqual(titles);
    expect([...came].sort()).toEqual(titles);
  },
  40_000,
);

test("lying-webhook: it is about an issue nothing happened to, and correctly signed", async () => {
  await using ground = await groundWith({ "lying-webhook": 1 });
  const { data } = await ground.as("ada").rest.issues.create({ ...widgets, title });
  const [lie] = await ground.hooks.until(1);
  expect(JSON.parse(lie?.body ?? "").issue.number).not.toBe(data.number);
  expect(lie?.headers["x-hub-signature-256"]).toBe(ground.signature(lie?.body ?? ""));
});

test("the same seed draws the same faults, and another one others", () => {
  const drawn = (seed: number) => {
    const dice = new Dice({ seed, rates: { refused: 0.5 } });
    return Array.from({ length: 50 }, () => dice.falls("refused"));
  };
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
});

test("people are spared, and without the option everybody is", async () => {
  const everything = Object.fromEntries(faultKinds.map((kind) => [kind, 1]));
  await using ground = await groundWith(everything);
  expect((await ground.as("ada").rest.issues.create({ ...widgets, title })).status).toBe(201);
  await using calm = await startGround();
  expect((await open(calm.installation())).status).toBe(201);
  expect(calm.forge.journal.faults()).toEqual([]);
});
