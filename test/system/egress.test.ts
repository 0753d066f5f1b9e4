/** Hosts that the operator allowed are reached from the real sandbox, and nobody else is. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { bwrapSandbox } from "../../src/agent/sandbox/bwrap.ts";
import { judge } from "../../src/agent/sandbox/detect.ts";
import { openEgress } from "../../src/agent/sandbox/egress/egress.ts";
import { detect } from "../../src/cli/sandbox-choice.ts";
import { missing, scratch } from "../agent/sandbox/real.ts";

const there = missing === undefined;

/** A server on this machine, and the paths it was asked for. */
async function listen(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, answer) => {
    asked.push(url);
    answer.end("welcome");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

const run = (allowedHosts: readonly string[], command: string) =>
  bwrapSandbox({ allowedHosts }).run({
    command,
    workspace: scratch(),
    writable: true,
    shares: [],
    timeoutMs: 30_000,
    signal: new AbortController().signal,
  });

test.runIf(there)(
  "T23: a command reaches the host that is allowed, and no other by any of six ways",
  async () => {
    const [good, bad] = [await listen(), await listen()];
    const ways = (port: number, path: string) => [
      `curl -sm9 http://localhost:${port}${path}`,
      `curl -sm9 -p http://localhost:${port}${path}`,
      `curl -sm9 http://127.1:${port}${path}`,
      `curl -sm9 --resolve localhost:${good.port}:127.0.0.1 --connect-to localhost:${good.port}:localhost:${port} -p http://localhost:${good.port}${path}`,
      `curl -sm9 -H 'Host: localhost:${good.port}' http://localhost:${port}${path}`,
      `curl -sm9 --noproxy '*' http://localhost:${port}${path}`,
    ];
    const command = ["export no_proxy= NO_PROXY=", ...ways(good.port, "/in"), ...ways(bad.port, "/out")].join(
      "\n",
    );
    const { output } = await run([`localhost:${good.port}`], `${command}\necho; echo over`);
    expect(output).toMatch(/over\n$/);
    expect(bad.asked).toEqual([]);
    expect(good.asked).toContain("/in");
    expect(good.asked).not.toContain("/out");
    // The control: the other is refused only because it is not on the list.
    await run([`localhost:${bad.port}`], `no_proxy= NO_PROXY= curl -sm9 http://localhost:${bad.port}/out`);
    expect(bad.asked).toEqual(["/out"]);
  },
);

test.runIf(there)(
  "T23: the self-test runs with allowed hosts, and the tier is weak and names them",
  async () => {
    const detected = await detect({ STIGMERGY_ALLOW_HOSTS: "registry.example" });
    expect(detected).toMatchObject({
      tier: "weak",
      lacks: expect.arrayContaining(["a closed network: commands reach registry.example:443"]),
    });
    const open = await judge(bwrapSandbox({ allowedHosts: ["127.0.0.1"] }), []);
    expect(open).toMatchObject({
      tier: "none",
      why: expect.stringContaining("reached a TCP port on the host"),
    });
  },
);

test.runIf(there)(
  "what a command serves itself it reaches without the proxy, and its exit code stays its own",
  async () => {
    const serve = `node -e 'require("http").createServer((q, a) => a.end("own")).listen(8080, () => console.log("up"))' > log & touch log`;
    const { output, exitCode } = await run(
      ["registry.example:443"],
      `${serve}\nuntil grep -q up log; do :; done; curl -sm9 http://localhost:8080/; exit 7`,
    );
    expect({ output, exitCode }).toEqual({ output: "own", exitCode: 7 });
  },
);

test("a host that is none is said in a sentence", async () => {
  await expect(openEgress(["*.com"], new AbortController().signal)).rejects.toThrow(
    "*.com is no host that can be allowed",
  );
});
