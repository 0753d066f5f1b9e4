/** The self-test against the real sandbox, whole and with holes made into it. */

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { bwrapSandbox } from "../../../src/agent/sandbox/bwrap.ts";
import { detectSandbox, judge } from "../../../src/agent/sandbox/detect.ts";
import { noSandbox } from "../../../src/agent/sandbox/none.ts";
import { processCap } from "../../../src/agent/sandbox/process-cap.ts";
import { findProgram } from "../../../src/agent/sandbox/programs.ts";
import type { Sandbox } from "../../../src/agent/sandbox/sandbox.ts";
import { selfTest } from "../../../src/agent/sandbox/self-test.ts";
import { isRoot, missing, scratch } from "./real.ts";

/** A `bwrap` that leaves out words of its command line and adds others where the last mounts are made. */
function leaky({ without = [], add = "" }: { without?: readonly string[]; add?: string }): string {
  const folder = scratch();
  const patterns = without.map((words) => `case "$1 $2" in "${words}") shift 2; continue;; esac\n`).join("");
  const script = `#!/bin/sh
if [ $# = 1 ]; then exec ${findProgram("bwrap")} "$@"; fi
n=$#; i=0
while [ $i -lt $n ]; do
${patterns.replaceAll("shift 2;", "shift 2; i=$((i+2));")}
[ "$1" = --chdir ] && set -- "$@" ${add}
a=$1; shift; set -- "$@" "$a"; i=$((i+1))
done
exec ${findProgram("bwrap")} "$@"
`;
  writeFileSync(join(folder, "bwrap"), script);
  chmodSync(join(folder, "bwrap"), 0o755);
  return folder;
}

const whyWith = async (holes: Parameters<typeof leaky>[0]): Promise<string> => {
  const detected = await detectSandbox({ hostPath: leaky(holes) });
  return detected.tier === "none" ? detected.why : detected.tier;
};

test("T22 T23: on the bare machine every kind of attempt is seen to succeed", async () => {
  const { escapes } = await selfTest(noSandbox());
  for (const way of [
    "read a file outside the workspace",
    "read our environment",
    "wrote outside the workspace",
    "reached a TCP port on the host",
    "reached a UDP port on the host",
    "reached a unix socket on the host",
  ])
    expect(escapes).toContain(way);
  if (process.platform !== "linux") return;
  expect(escapes).toContain("reached an abstract unix socket on the host");
  expect(escapes).toContain("outlived its command");
});

test("a sandbox in which the attempts cannot be made is none", async () => {
  const deaf: Sandbox = {
    kind: "bwrap",
    run: async () => ({ exitCode: 0, output: "ATTEMPTS OVER\n", timedOut: false, seconds: 0 }),
  };
  expect((await selfTest(deaf)).failed).toBe("ATTEMPTS OVER");
});

describe.skipIf(missing !== undefined)("bubblewrap", () => {
  test("T22 T23: nothing gets out, and the tier is strong where the kernel counts processes", async () => {
    expect(await detectSandbox()).toMatchObject({ tier: processCap(1) ? "strong" : "weak" });
  });

  test("T23: a shared network is found out", async () => {
    expect(await whyWith({ add: "--share-net" })).toMatch(/reached a TCP port on the host/);
  });

  test("T22: a host folder bound in is found out, though read-only", async () => {
    const folder = scratch();
    vi.stubEnv("TMPDIR", folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await whyWith({ add: `--ro-bind ${folder} ${folder}` })).toMatch(
      /read a file outside the workspace/,
    );
  });

  test("T22: our environment handed on is found out", async () => {
    const open: Sandbox = {
      kind: "bwrap",
      run: (job) =>
        bwrapSandbox().run({ ...job, environment: { ...(process.env as Record<string, string>) } }),
    };
    expect(await selfTest(open)).toEqual({ escapes: ["read our environment"] });
  });

  test.runIf(isRoot)("T22: started by root, writable kernel settings are found out", async () => {
    expect(await whyWith({ without: ["--remount-ro /proc"] })).toMatch(/may write .*core_pattern/);
  });

  test.runIf(isRoot)("T22: started by root, kept capabilities are found out", async () => {
    expect(await whyWith({ without: ["--cap-drop ALL"] })).toMatch(/kept capabilities/);
  });

  test("bubblewrap and the filter of system calls each refuse further namespaces, and one of them is enough", async () => {
    const hostPath = leaky({ without: ["--seccomp 7"] });
    expect(await judge(bwrapSandbox({ hostPath }), [])).toMatchObject({ tier: "strong" });
    expect(await judge(bwrapSandbox({ sealsUsers: false }), [])).toMatchObject({ tier: "strong" });
    expect(await judge(bwrapSandbox({ hostPath, sealsUsers: false }), [])).toMatchObject({
      tier: "none",
      why: expect.stringContaining("made a user namespace of its own"),
    });
  });
});
