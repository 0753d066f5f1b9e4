/** Listeners on the host that nobody in a sandbox may reach, and that remember who did. */

import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer, type ListenOptions, type Server } from "node:net";
import { join } from "node:path";

export interface Target {
  readonly name: string;
  /** For the command inside: how to get there. */
  readonly way: "tcp" | "udp" | "unix";
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
}

export interface Listeners {
  readonly targets: readonly Target[];
  /** The names of those that somebody reached. */
  reached(): ReadonlySet<string>;
  close(): void;
}

/** On loopback by both kinds of address, as a datagram, and as sockets in a folder and in the abstract name space. */
export async function listen(folder: string): Promise<Listeners> {
  const reached = new Set<string>();
  const targets: Target[] = [];
  const open: { close(): unknown }[] = [];

  const stream = async (name: string, options: ListenOptions, target: Omit<Target, "name">) => {
    const server = createServer((socket) => {
      reached.add(name);
      socket.destroy();
    });
    if (!(await opened(server, options))) return;
    open.push(server);
    const address = server.address();
    const port = typeof address === "object" && address !== null ? { port: address.port } : {};
    targets.push({ name, ...target, ...port });
  };

  await stream("a TCP port", { host: "127.0.0.1", port: 0 }, { way: "tcp", host: "127.0.0.1" });
  await stream("an IPv6 port", { host: "::1", port: 0 }, { way: "tcp", host: "::1" });
  const path = join(folder, "socket");
  await stream("a unix socket", { path }, { way: "unix", path });
  if (process.platform === "linux") {
    const abstract = `\0stigmergy-${randomUUID()}`;
    await stream("an abstract unix socket", { path: abstract }, { way: "unix", path: abstract });
  }

  const socket = createSocket("udp4", () => reached.add("a UDP port"));
  const bound = Promise.withResolvers<void>();
  socket.once("error", bound.reject);
  socket.bind(0, "127.0.0.1", bound.resolve);
  await bound.promise;
  open.push(socket);
  targets.push({ name: "a UDP port", way: "udp", host: "127.0.0.1", port: socket.address().port });

  const close = () => {
    for (const one of open) one.close();
  };
  return { targets, reached: () => reached, close };
}

/** False where the address does not exist, as on a machine without IPv6. */
function opened(server: Server, options: ListenOptions): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once("error", () => resolve(false));
  server.listen(options, () => resolve(true));
  return promise;
}
