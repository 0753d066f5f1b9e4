/** Ways out of a machine by the network and by sockets, and ears on this machine that count what arrives. */

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

export interface Ears extends AsyncDisposable {
  /** Of TCP and UDP alike. */
  readonly port: number;
  /** A socket in a folder, and one in the abstract name space. */
  readonly path: string;
  readonly abstract: string;
  /** Connections and bytes of others until now, asked once, so that a connection without a word counts as well. */
  heard(): Promise<number>;
}

/** `name` tells these ears from others in the same folder. */
export async function listen(folder: string, name: string): Promise<Ears> {
  let heard = 0;
  const path = join(folder, name);
  const abstract = `stigmergy-${process.pid}-${name}`;
  const open = async (options: object): Promise<Server> => {
    const server = createServer((socket) => {
      heard++;
      socket.on("error", () => {});
      socket.on("data", (bytes) => {
        heard += bytes.length;
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      });
    });
    server.listen(options);
    await once(server, "listening");
    return server;
  };
  const wide = await open({ host: "::", port: 0 });
  const servers = [wide, await open({ path }), await open({ path: `\0${abstract}` })];
  const { port } = wide.address() as { port: number };
  const datagrams = createSocket("udp6", (bytes) => {
    heard += 1 + bytes.length;
  });
  datagrams.bind(port, "::");
  await once(datagrams, "listening");
  /** What came before is taken before our own word is: connections and datagrams wait in order. */
  const settled = async () => {
    for (const options of [{ port, host: "::1" }, { path }, { path: `\0${abstract}` }]) {
      const own = connect(options).end("settled").resume();
      await once(own, "close");
    }
    const speaker = createSocket("udp6");
    const arrived = new Promise<void>((resolve) => {
      datagrams.on("message", (bytes) => bytes.toString() === "settled" && resolve());
    });
    speaker.send("settled", port, "::1");
    await arrived;
    speaker.close();
    return heard - 3 * "1settled".length - "1settled".length;
  };
  return {
    ...{ port, path, abstract, heard: settled },
    [Symbol.asyncDispose]: async () => {
      for (const server of [...servers, datagrams]) server.close();
    },
  };
}

const own = Object.values(networkInterfaces())
  .flat()
  .find((one) => one && !one.internal && one.family === "IPv4")?.address;

const hosts = ["127.0.0.1", "localhost", "127.1", "0.0.0.0", "0x7f000001", own ?? "127.0.0.2"];
const node = (code: string): string => `node -e '${code}; setTimeout(process.exit, 800)'`;
const quiet = 'on("error", () => {})';

/** Shell commands, each to ears of its own; each ends by itself within two seconds. */
export const waysOut: readonly ((ears: Pick<Ears, "port" | "path" | "abstract">) => string)[] = [
  ...hosts.map(
    (host) =>
      ({ port }: Pick<Ears, "port">) =>
        `curl -sm1 http://${host}:${port}/out`,
  ),
  ...hosts.map(
    (host) =>
      ({ port }: Pick<Ears, "port">) =>
        `exec 3<>/dev/tcp/${host}/${port} && echo out >&3`,
  ),
  ...hosts.slice(0, 4).map(
    (host) =>
      ({ port }: Pick<Ears, "port">) =>
        `echo out > /dev/udp/${host}/${port}`,
  ),
  ({ port }) => `curl -sm1 'http://[::1]:${port}/out'`,
  ({ port }) => `curl -sm1 'http://[::ffff:127.0.0.1]:${port}/out'`,
  ({ port }) => `curl -sm1 -x http://127.0.0.1:${port} http://example.invalid/out`,
  ({ port }) => `curl -sm1 -p -x http://127.0.0.1:${port} https://example.invalid/out`,
  ({ port }) => `curl -sm1 --socks5-hostname 127.0.0.1:${port} http://example.invalid/out`,
  ({ port }) => `http_proxy=http://127.0.0.1:${port} curl -sm1 http://example.invalid/out`,
  ({ port }) => `curl -sm1 --resolve example.invalid:${port}:127.0.0.1 http://example.invalid:${port}/out`,
  ({ path }) => `curl -sm1 --unix-socket ${path} http://out/`,
  ({ abstract }) => `curl -sm1 --abstract-unix-socket ${abstract} http://out/`,
  ({ port }) => `curl -sm1 telnet://127.0.0.1:${port} </dev/null`,
  ({ port }) => `curl -sm1 ftp://127.0.0.1:${port}/out`,
  ({ port }) => `curl -sm1 ws://127.0.0.1:${port}/out`,
  () => "curl -sm1 http://169.254.169.254/latest/meta-data/",
  ({ port }) => `git -c http.lowSpeedTime=1 ls-remote http://127.0.0.1:${port}/out.git`,
  ({ port }) => `timeout 1 git ls-remote git://127.0.0.1:${port}/out.git`,
  ({ port }) => node(`require("net").connect(${port}, "::1").${quiet}.write("out")`),
  ({ path }) => node(`require("net").connect("${path}").${quiet}.write("out")`),
  ({ abstract }) => node(`require("net").connect("\\0${abstract}").${quiet}.write("out")`),
  ({ port }) => node(`require("dgram").createSocket("udp6").${quiet}.send("out", ${port}, "::1")`),
  ({ port }) => node(`fetch("http://127.0.0.1:${port}/out").catch(() => {})`),
  ({ port }) => node(`new WebSocket("ws://127.0.0.1:${port}/out").onerror = () => {}`),
  () => node('new (require("dns").Resolver)().resolveTxt("out.example.invalid", () => {})'),
  ({ port }) =>
    `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => ${port}, Timeout => 1) or exit; print $s "out"'`,
  () =>
    `perl -e 'use Socket; socket(my $s, 2, 3, 1) and send($s, "out", 0, sockaddr_in(0, inet_aton("127.0.0.1"))) and print "RAW"'`,
];
