/** The run tool: what the model reads about a command. */

import { expect, test } from "vitest";
import { NotStarted, type Sandbox } from "../../../src/agent/sandbox/sandbox.ts";
import { run } from "../../../src/agent/tools/run.ts";
import { never, scratch } from "./scratch-workspace.ts";

test("the answer starts with the exit code and the time, then the output in its order", async () => {
  const { workspace } = scratch({ "a.txt": "content" });
  const answer = await run(workspace).run(
    { command: "cat a.txt; echo; echo err >&2; echo out; exit 3" },
    never,
  );
  expect(answer).toMatch(/^exit code 3 \(\d+\.\d s\)\ncontent\nerr\nout$/);
  expect(await run(workspace).run({ command: "true" }, never)).toMatch(/^exit code 0 .*\n\[no output\]$/);
});

test("the command ends at its own time-out, or at the workspace's when that is shorter", async () => {
  const { workspace } = scratch({}, { commandTimeoutMs: 300 });
  for (const seconds of [0.2, 60, undefined]) {
    const args = {
      command: "echo started; sleep 60",
      ...(seconds === undefined ? {} : { timeout_seconds: seconds }),
    };
    expect(await run(workspace).run(args, never)).toMatch(/^ended after 0\.\d s: it took too long\nstarted$/);
  }
});

test("an aborted run rejects with the reason, and long output keeps its two ends", async () => {
  const { workspace } = scratch({});
  const stop = new AbortController();
  const running = run(workspace).run({ command: "sleep 60" }, stop.signal);
  stop.abort(new Error("paused by a human"));
  await expect(running).rejects.toThrow("paused by a human");

  const answer = await run(workspace).run({ command: "echo first; seq 1 100000; echo last" }, never);
  expect(answer.length).toBeLessThan(30_200);
  expect(answer).toMatch(/first\n1\n/);
  expect(answer).toMatch(/\[\d+ characters left out here\]/);
  expect(answer).toMatch(/100000\nlast$/);
});

test("a command that could not be started is an answer, and a sandbox that is broken ends the run", async () => {
  const failing = (error: Error): Sandbox => ({ kind: "bwrap", run: () => Promise.reject(error) });
  const answer = (error: Error) =>
    run(scratch({}, { sandbox: failing(error) }).workspace).run({ command: "true" }, never);
  expect(await answer(new NotStarted("the proxy did not start"))).toBe(
    "not started: the proxy did not start; try again",
  );
  await expect(answer(new Error("spawn ENOENT"))).rejects.toThrow("spawn ENOENT");
});
