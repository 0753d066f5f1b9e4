/** An owner suspends the app for a while, in one of the places where it is installed. */

import { expect, test, vi } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { systemClock } from "../../src/effect/clock.ts";
import type { LaneEvent } from "../../src/engine.ts";
import { startForge } from "../../src/forge/forge.ts";
import { client, scratch, seed } from "../forge/ground.ts";
import { aColdApp } from "../support/cold-app.ts";

test("it is said once, keeps no other goal waiting, is not asked for again and again, and ends when it is lifted", async () => {
  await using started = new AsyncDisposableStack();
  const place = started.use(scratch());
  const forge = await startForge({ dir: `${place.path}/forge` });
  started.defer(() => forge.close());
  const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
  const source = await seed(place.path);
  const installed = async (owner: string, goal: number) => {
    await forge.createRepository(owner, "shop", { from: source, ref: "main" });
    const { issues } = client(forge, forge.createUser(owner).token).rest;
    const at = { owner, repo: "shop" };
    for (let number = 1; number < goal; number++) await issues.create({ ...at, title: "no goal" });
    await issues.create({ ...at, title: "goal", body: "Say it.", labels: ["swarm:goal"] });
    return forge.install("stigmergy", `${owner}/shop`).installationId;
  };
  const [suspended, other] = [2, 1];
  const installation = await installed("acme", suspended);
  await installed("zoe", other);

  const seen = new Set<number>();
  const troubles: string[] = [];
  const watch = (event: LaneEvent) => {
    if (event.kind === "world") seen.add(event.world.goal.number);
    if (event.kind === "trouble" && event.what === "round") troubles.push(String(event.error));
  };
  const retries: number[] = [];
  const after: typeof systemClock.after = (milliseconds, action) => {
    retries.push(milliseconds);
    return systemClock.after(milliseconds, action);
  };
  const probot = probotFor(forge, login);
  await probot.auth();
  const warn = vi.spyOn(probot.log, "warn").mockReturnValue();
  const state = `${place.path}/cold`;
  const options = { url: forge.url, gitUrl: forge.url, login, state, watch, probot };
  const app = await aColdApp({ ...options, clock: { ...systemClock, after } });
  started.defer(() => app.stop());
  const asked = (route: string, ...statuses: number[]) =>
    forge.journal.calls().filter((call) => call.route === route && statuses.includes(call.status)).length;
  const poll = <Value>(read: () => Value) => expect.poll(read, { interval: 5, timeout: 10_000 });

  forge.suspend(installation, true);
  const sweeps = () => {
    app.sweep();
    return asked("apps/list-repos-accessible-to-installation", 200, 304);
  };
  await poll(sweeps).toBeGreaterThan(2);
  await poll(() => seen).toEqual(new Set([other]));
  const said = warn.mock.calls.map((call) => JSON.stringify(call));
  expect(said).toEqual([expect.stringContaining("The app's installation is suspended")]);

  forge.suspend(installation, false);
  await poll(() => sweeps() && seen).toContain(suspended);

  forge.suspend(installation, true);
  retries.length = 0;
  const { get } = client(forge, forge.createUser("acme").token).rest.repos;
  const repository = (await get({ owner: "acme", repo: "shop" })).data;
  const payload = { action: "edited", repository, installation: { id: installation } };
  const event = { id: "1", name: "issues", payload } as unknown as Parameters<typeof probot.receive>[0];
  const refusals = () => forge.journal.calls().filter((call) => call.status === 403).length;
  const enough = refusals() + 20;
  // One look is refused a few times, so there were several.
  await poll(() => probot.receive(event).then(refusals)).toBeGreaterThan(enough);
  await poll(() => troubles).toEqual([expect.stringContaining("The app's installation is suspended")]);
  expect(retries).not.toContain(3000);
});
