/** The forge as a process of its own, on a folder and a port, with the chaos run's repositories; says so on one line. */

import { usualRates } from "../../src/forge/faults/kinds.ts";
import { startForge } from "../../src/forge/forge.ts";
import type { ForgePlan, ForgeReady } from "./forge-plan.ts";

const plan = JSON.parse(process.argv[2] ?? "") as ForgePlan;
const { dir, port, webhookUrl, source, repositories, faults, owner } = plan;

/** More of everything than usual, but for what pauses a whole minute. */
const rates = Object.fromEntries(
  Object.entries(usualRates).map(([kind, rate]) => [
    kind,
    kind === "limited-mutely" ? rate : Math.min(1, rate * 2),
  ]),
);

const forge = await startForge({
  dir,
  port,
  ...(faults === undefined ? {} : { faults: { seed: faults, rates } }),
});
const { token } = forge.createUser("ada");
const app = forge.createApp({ slug: "swarm", webhookUrl });
for (const name of repositories) {
  await forge.createRepository(owner, name, { from: source, ref: "main", collaborators: { ada: "admin" } });
  forge.install("swarm", `${owner}/${name}`);
}
const ready: ForgeReady = { url: forge.url, token, ...app };
process.stdout.write(`${JSON.stringify(ready)}\n`);
