/** The forge as a process of its own, on a folder and a port, with the chaos run's repositories; says so on one line. */

import { startForge } from "../../src/forge/forge.ts";
import type { ForgePlan, ForgeReady } from "./forge-plan.ts";

const plan = JSON.parse(process.argv[2] ?? "") as ForgePlan;
const { dir, port, webhookUrl, source, repositories, faults, owner } = plan;

const forge = await startForge({
  dir,
  port,
  ...(faults === undefined ? {} : { faults }),
});
const { token } = forge.createUser("ada");
const app = forge.createApp({ slug: "swarm", webhookUrl });
for (const name of repositories) {
  await forge.createRepository(owner, name, { from: source, ref: "main", collaborators: { ada: "admin" } });
  forge.install("swarm", `${owner}/${name}`);
}
const ready: ForgeReady = { url: forge.url, token, ...app };
process.stdout.write(`${JSON.stringify(ready)}\n`);
