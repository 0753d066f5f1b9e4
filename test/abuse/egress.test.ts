/** Forty ways out by the network and by sockets, against listeners on this machine that count what arrives. */

import { createSocket, type Socket as Datagrams } from "node:dgram";
import { createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import { confined, missing, scratch } from "../agent/sandbox/real.ts";

interface Ears {
  readonly tcp: number;
  readonly udp: number;
  readonly path: string;
  readonly abstract: string;
  heard(): number;
}

/** Counts connections and bytes, so that a connection without a word counts as well. */
async function listen(): Promise<Ears> {
  let heard = 0;
  const path = join(scratch(), "socket");
  const abstract = `stigmergy-egress-${process.pid}`;
  const open = async (options: object): Promise<Server> => {
    const server = createServer((socket) => {
      heard++;
      socket.on("error", () => {});
      socket.on("data", (bytes) => {
        heard += bytes.length;
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      });
    });
    await new Promise<void>((resolve) => server.listen(options, resolve));
    onTestFinished(() => {
      server.close();
    });
    return server;
  };
  const wide = await open({ host: "::", port: 0 });
  await open({ path });
  await open({ path: `\0${abstract}` });
  const { port } = wide.address() as { port: number };
  const datagrams: Datagrams = createSocket("udp6", (bytes) => {
    heard += 1 + bytes.length;
  });
  await new Promise<void>((resolve) => datagrams.bind(port, "::", resolve));
  onTestFinished(() => {
    datagrams.close();
  });
  return { tcp: port, udp: port, path, abstract, heard: () => heard };
}

const own = Object.values(networkInterfaces())
  .flat()
  .find((one) => one && !one.internal && one.family === "IPv4")?.address;

/** Shell commands; each ends by itself within two seconds. */
function attempts({ tcp, udp, path, abstract }: Ears): string[] {
  const hosts = ["127.0.0.1", "localhost", "127.1", "0.0.0.0", "0x7f000001", own ?? "127.0.0.2"];
  const node = (code: string): string => `node -e '${code}; setTimeout(process.exit, 800)'`;
  const quiet = 'on("error", () => {})';
  return [
    ...hosts.map((host) => `curl -sm1 http://${host}:${tcp}/out`),
    ...hosts.map((host) => `exec 3<>/dev/tcp/${host}/${tcp} && echo out >&3`),
    ...hosts.slice(0, 4).map((host) => `echo out > /dev/udp/${host}/${udp}`),
    `curl -sm1 'http://[::1]:${tcp}/out'`,
    `curl -sm1 'http://[::ffff:127.0.0.1]:${tcp}/out'`,
    `curl -sm1 -x http://127.0.0.1:${tcp} http://example.invalid/out`,
    `curl -sm1 -p -x http://127.0.0.1:${tcp} https://example.invalid/out`,
    `curl -sm1 --socks5-hostname 127.0.0.1:${tcp} http://example.invalid/out`,
    `http_proxy=http://127.0.0.1:${tcp} curl -sm1 http://example.invalid/out`,
    `curl -sm1 --resolve example.invalid:${tcp}:127.0.0.1 http://example.invalid:${tcp}/out`,
    `curl -sm1 --unix-socket ${path} http://out/`,
    `curl -sm1 --abstract-unix-socket ${abstract} http://out/`,
    `curl -sm1 telnet://127.0.0.1:${tcp} </dev/null`,
    `curl -sm1 ftp://127.0.0.1:${tcp}/out`,
    `curl -sm1 ws://127.0.0.1:${tcp}/out`,
    `curl -sm1 http://169.254.169.254/latest/meta-data/`,
    `git -c http.lowSpeedTime=1 ls-remote http://127.0.0.1:${tcp}/out.git`,
    `timeout 1 git ls-remote git://127.0.0.1:${tcp}/out.git`,
    node(`require("net").connect(${tcp}, "::1").${quiet}.write("out")`),
    node(`require("net").connect("${path}").${quiet}.write("out")`),
    node(`require("net").connect("\\0${abstract}").${quiet}.write("out")`),
    node(`require("dgram").createSocket("udp6").${quiet}.send("out", ${udp}, "::1")`),
    node(`fetch("http://127.0.0.1:${tcp}/out").catch(() => {})`),
    node(`new WebSocket("ws://127.0.0.1:${tcp}/out").onerror = () => {}`),
    node(`new (require("dns").Resolver)().resolveTxt("out.example.invalid", () => {})`),
    `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => ${tcp}, Timeout => 1) or exit; print $s "out"'`,
    `perl -e 'use Socket; socket(my $s, 2, 3, 1) and send($s, "out", 0, sockaddr_in(0, inet_aton("127.0.0.1"))) and print "RAW"'`,
  ];
}

describe.skipIf(missing !== undefined)("T23: of forty ways out", () => {
  test("none reaches anybody", async () => {
    const ears = await listen();
    const ways = attempts(ears);
    expect(ways.length).toBeGreaterThanOrEqual(40);
    const { output, timedOut } = await confined(together(ways), {}, { timeoutMs: 60_000 });
    expect({ timedOut, over: output.includes("TRIED ALL") }).toEqual({ timedOut: false, over: true });
    expect(output).not.toContain("RAW");
    expect(ears.heard()).toBe(0);
  });

  test("the same without a sandbox, as the control, reach somebody more than thirty times", async () => {
    const ears = await listen();
    const job = { writable: true, shares: [], timeoutMs: 30_000, signal: new AbortController().signal };
    const ways = attempts(ears).filter((way) => !way.includes("169.254"));
    const silent: string[] = [];
    for (const command of ways) {
      const run = () => noSandbox().run({ ...job, command, workspace: scratch() });
      if (!(await isHeard(ears, run))) silent.push(command);
    }
    const reached = ways.length - silent.length;
    process.stdout.write(`egress: ${reached} of ${ways.length} ways reach somebody without a sandbox\n`);
    expect(reached, `silent: ${silent.join("\n")}`).toBeGreaterThan(30);
  });
});

/** On a busy machine a program may be too slow once, and we hear of a connection after the program that made it has ended. */
async function isHeard(ears: Ears, run: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    const before = ears.heard();
    await run();
    const heard = vi.waitUntil(() => ears.heard() > before, { timeout: 1000, interval: 10 });
    if (await heard.catch(() => false)) return true;
  }
  return false;
}

/** All at once: each in a shell of its own, so that none ends the others. */
const together = (ways: readonly string[]): string =>
  `${ways.map((way, index) => `cat > /tmp/${index}.sh <<'WAY'\n${way}\nWAY\nbash /tmp/${index}.sh &`).join("\n")}\nwait\necho TRIED ALL`;
