/** The token that git sends, from the real forge: asked for where the forge is, kept, and renewed in time. */

import { expect, test } from "vitest";
import { probotFor } from "../../src/cli/embedded.ts";
import { gitLogin } from "../../src/effect/git-login.ts";
import { startForge } from "../../src/forge/forge.ts";
import { scratch, seed } from "../forge/ground.ts";

const minute = 60_000;

test("git's token comes from the forge, once until shortly before it expires", async () => {
  using folder = scratch();
  const forge = await startForge({ dir: `${folder.path}/forge` });
  try {
    await forge.createRepository("acme", "shop", { from: await seed(folder.path), ref: "main" });
    const login = forge.createApp({ slug: "stigmergy", webhookUrl: "http://127.0.0.1:9/nowhere" });
    const { installationId } = forge.install("stigmergy", "acme/shop");
    const probot = probotFor(forge, login);
    let now = Date.now();
    const header = gitLogin(() => probot.auth(), installationId, { now: () => now, monotonic: () => 0 });
    const first = await header();
    expect(first).toMatch(/^Authorization: Basic [A-Za-z0-9+/]+=*$/);
    now += 45 * minute;
    expect(await header()).toBe(first);
    now += 10 * minute;
    expect(await header()).not.toBe(first);
    const made = forge.journal.calls().map((call) => `${call.method} ${call.route} ${call.status}`);
    expect(made).toEqual(Array(2).fill("POST apps/create-installation-access-token 201"));
  } finally {
    await forge.close();
  }
});
