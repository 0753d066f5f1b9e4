/** T34, T35: whatever a path says, tools reach what is inside the workspace, or nothing. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pin } from "../../../src/agent/pin.ts";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import { ToolRefusal } from "../../../src/agent/tool.ts";
import { readFile } from "../../../src/agent/tools/read-file.ts";
import { writeFile } from "../../../src/agent/tools/write-file.ts";
import type { Random } from "../../simulate/random.ts";
import { pathOf } from "../../support/hostile-names.ts";
import { layTraps } from "../../support/traps.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const planted = "the secret outside";
const never = new AbortController().signal;

interface Asked {
  readonly path: string;
  readonly does: "read" | "write" | "make";
}

const doings = ["read", "write", "make"] as const;

/** Where a path leads that is joined and opened without a look. */
function naively(root: string, path: string): string {
  const joined = join(root, path);
  try {
    return realpathSync(joined);
  } catch {
    return joined;
  }
}

const isOutside = (root: string, path: string): boolean =>
  /^\.\.(\/|$)/.test(relative(root, path)) || /(^|\/)\.git(\/|$)/i.test(relative(root, path));

async function run(count: number, random: Random) {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-hostile-")));
  const [root, outside] = [join(top, "workspace"), join(top, "outside")];
  for (const folder of [root, outside]) mkdirSync(folder);
  writeFileSync(join(outside, "secret.txt"), planted);
  layTraps(root, outside);
  const workspace = { root, sandbox: noSandbox(), shares: [], writable: true, commandTimeoutMs: 1000 };
  const untouched = () =>
    readdirSync(outside).join() === "secret.txt" &&
    readFileSync(join(outside, "secret.txt"), "utf8") === planted &&
    readdirSync(top).sort().join() === "outside,workspace" &&
    readFileSync(join(root, ".git", "config"), "utf8") === "[core]\n" &&
    readdirSync(join(root, ".git")).join() === "config";
  const does = async ({ path, does }: Asked): Promise<string | undefined> => {
    if (does === "read") {
      const text = await readFile(workspace).run({ path }, never);
      return text.includes(planted) || text.includes("root:x:") ? "a tool shows what is outside" : undefined;
    }
    if (does === "write") await writeFile(workspace).run({ path, content: "x" }, never);
    else {
      using place = pin(root, path, { create: true });
      if (isOutside(root, realpathSync(place.path))) return "a path leads outside";
    }
    return undefined;
  };
  const check = async (asked: Asked, guarded: boolean): Promise<string | undefined> => {
    if (!guarded) return isOutside(root, naively(root, asked.path)) ? "a path leads outside" : undefined;
    const said = await does(asked).catch((error: unknown) => {
      if (error instanceof ToolRefusal) return undefined;
      throw error;
    });
    return said ?? (untouched() ? undefined : "what is outside was changed");
  };
  const draw = (from: Random): Asked => ({ path: pathOf(from, root), does: from.pick(doings) });
  try {
    return await tried({ fixtures: [], draw, check }, count, random);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

export const paths: Part = { name: "paths", run };
