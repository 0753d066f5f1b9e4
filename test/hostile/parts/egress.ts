/** T23: from inside the real sandbox nobody is reached, by any of forty ways; from outside of it nearly everybody is. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bwrapSandbox } from "../../../src/agent/sandbox/bwrap.ts";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import type { Sandbox } from "../../../src/agent/sandbox/sandbox.ts";
import { missing } from "../../agent/sandbox/bubblewrap.ts";
import { type Ears, listen, waysOut } from "../corpus/ways-out.ts";
import type { Outcome, Part } from "../part.ts";

/** Some at a time, each in a shell of its own, so that none ends the others or keeps them waiting for its second. */
const together = (ways: readonly string[]): string =>
  `${ways
    .map((way, index) => {
      const script = `cat > way-${index}.sh <<'WAY'\n${way}\nWAY\nbash way-${index}.sh &`;
      return index % 8 === 7 ? `${script}\nwait` : script;
    })
    .join("\n")}\nwait\necho TRIED ALL`;

/** The ways that reached somebody. */
async function reached(sandbox: Sandbox, folder: string): Promise<readonly string[]> {
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  await using closing = new AsyncDisposableStack();
  const ears: Ears[] = [];
  for (const index of waysOut.keys()) ears.push(closing.use(await listen(folder, `ear-${index}`)));
  const ways = waysOut.map((way, index) => way(ears[index] as Ears));
  const job = { writable: true, shares: [], timeoutMs: 120_000, signal: new AbortController().signal };
  const { output } = await sandbox.run({ ...job, command: together(ways), workspace });
  if (!output.includes("TRIED ALL"))
    throw new Error(`The ways out were not all tried: ${output.slice(-500)}`);
  const heard = await Promise.all(ears.map((one) => one.heard()));
  return ways.filter(
    (way, index) => (way.includes("RAW") && output.includes("RAW")) || (heard[index] ?? 0) > 0,
  );
}

async function run(): Promise<Outcome> {
  if (missing !== undefined) {
    process.stderr.write(`Nothing was tried to get out of a sandbox, for there is none here: ${missing}\n`);
    return { inputs: 0, escapes: [], control: { tried: 0, escaped: 0 } };
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-egress-")));
  try {
    const [inside, outside] = [join(folder, "in"), join(folder, "out")];
    for (const one of [inside, outside]) mkdirSync(one);
    const escapes = (await reached(bwrapSandbox(), inside)).map((way) => `somebody is reached: ${way}`);
    const free = await reached(noSandbox(), outside);
    return { inputs: waysOut.length, escapes, control: { tried: waysOut.length, escaped: free.length } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const egress: Part = { name: "ways out", run };
