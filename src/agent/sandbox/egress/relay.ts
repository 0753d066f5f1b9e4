/**
 * A program, inside the sandbox: programs speak to a proxy by TCP only, so a port of the sandbox's own loopback leads
 * to the proxy's socket. Arguments: the socket, the port, then the command that is run meanwhile.
 */

import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { constants } from "node:os";

const [path = "", port, program = "", ...words] = process.argv.slice(2);

const server = createServer({ allowHalfOpen: true }, (client) => {
  const proxy = connect({ path, allowHalfOpen: true });
  client.pipe(proxy).pipe(client);
  client.on("error", () => proxy.destroy());
  proxy.on("error", () => client.destroy());
});
server.listen(Number(port), "127.0.0.1", () => {
  const command = spawn(program, words, { stdio: ["ignore", "inherit", "inherit"] });
  command.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
});
