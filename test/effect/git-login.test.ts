/** The token that git sends, from the real forge: asked for where the forge is, kept, renewed in time and when it is refused. */

import { expect, test } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { gitLogin } from "../../src/effect/git-login.ts";
import { GitMirror } from "../../src/effect/git-mirror.ts";
import { NoAccess } from "../../src/effect/no-access.ts";
import { type FaultOptions, startForge } from "../../src/forge/forge.ts";
import { scratch, seed } from "../forge/ground.ts";

const minute = 60_000;

async function startLogin(faults?: FaultOptions) {
  const folder = scratch();
  const forge = await startForge({ dir: `${folder.path}/forge`, ...(faults && { faults }) });
  await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main" });
  const app = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  const { installationId } = forge.install("stigmergy", "acme/shop");
  const probot = probotFor(forge, app);
  const time = { now: Date.now() };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const header = gitLogin(() => probot.auth(), installationId, clock);
  return {
    forge,
    time,
    header,
    made: () => forge.journal.calls().map((call) => `${call.method} ${call.route} ${call.status}`),
    mirror: async (repository: string) => {
      const mirror = new GitMirror(
        `${folder.path}/${repository}.git`,
        `${forge.url}/acme/${repository}.git`,
        header,
      );
      await mirror.prepare();
      return mirror;
    },
    [Symbol.asyncDispose]: async () => {
      await forge.close();
      folder[Symbol.dispose]();
    },
  };
}

const logins = (count: number) => Array(count).fill("POST apps/create-installation-access-token 201");

test("git's token comes from the forge, once until shortly before it expires", async () => {
  await using at = await startLogin();
  const [first = "", same] = await Promise.all([at.header(), at.header()]);
  expect(same).toBe(first);
  expect(first).toMatch(/^Authorization: Basic [A-Za-z0-9+/]+=*$/);
  at.time.now += 45 * minute;
  expect(await at.header()).toBe(first);
  at.time.now += 10 * minute;
  const second = await at.header();
  expect(second).not.toBe(first);
  const others = await Promise.all([at.header(second), at.header(second), at.header(first)]);
  expect(new Set([...others, first, second]).size).toBe(3);
  expect(at.made()).toEqual(logins(3));
});

test("a token that was taken back is replaced at once, and only one is asked for by all who were refused", async () => {
  // The third request takes it away: a fetch of something makes two.
  await using at = await startLogin({ seed: 308, rates: { "git-token-expired": 0.02 } });
  const mirror = await at.mirror("shop");
  await mirror.fetch(["main"]);
  const to = await mirror.head("main");
  const moves = ["one", "two", "three"].map((branch) => ({ branch, from: undefined, to }));
  const pushes = await Promise.all(moves.map((move) => mirror.push([move], true)));
  expect(pushes.flatMap(({ moved }) => [...moved])).toEqual(["one", "two", "three"]);
  expect(at.forge.journal.faults().map((fault) => fault.kind)).toEqual(["git-token-expired"]);
  expect(at.made()).toEqual(logins(2));
});

test("git that is kept out says why, and asks for few tokens", async () => {
  await using at = await startLogin();
  await at.forge.createRepository("acme", "other", {});
  await (await at.mirror("shop")).fetch(["main"]);
  const to = await (await at.mirror("shop")).head("main");
  const mirror = await at.mirror("other");
  await mirror.run(["fetch", "--quiet", (await at.mirror("shop")).dir, "refs/forge/main"]);
  const push = () => mirror.push([{ branch: "one", from: undefined, to }], false);
  for (const _ of Array(4)) {
    const error: unknown = await push().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoAccess);
    expect(String(error)).toContain("Permission to acme/other.git denied to stigmergy[bot].");
  }
  expect(at.made()).toEqual(logins(1 + 3));
  at.time.now += minute;
  await expect(push()).rejects.toThrow();
  expect(at.made()).toEqual(logins(1 + 3 + 1));
});
