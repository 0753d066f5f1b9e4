/**
 * A program: the proxy of @anthropic-ai/sandbox-runtime on a socket in a folder. Apart from us, because what a command
 * sends is read here. Its package knows sandboxes of its own as well; of those nothing is used.
 *
 * Arguments: the socket, then the hosts. Says `ready` once it listens, and ends when its standard input does.
 */

import {
  isValidAllowedDomainEntry,
  matchesDomainPatternWithPort,
} from "@anthropic-ai/sandbox-runtime/dist/sandbox/domain-pattern.js";
import { createHttpProxyServer } from "@anthropic-ai/sandbox-runtime/dist/sandbox/http-proxy.js";
import { canonicalizeHost, isValidHost } from "@anthropic-ai/sandbox-runtime/dist/sandbox/parent-proxy.js";
import { DEFAULT_DENIED_RESOLVED_ADDRESSES } from "@anthropic-ai/sandbox-runtime/dist/sandbox/proxy-only.js";
import { createResolvedAddressGuard } from "@anthropic-ai/sandbox-runtime/dist/sandbox/resolved-address-guard.js";

const [socket = "", ...hosts] = process.argv.slice(2);
const wrong = hosts.find((host) => !isValidAllowedDomainEntry(host));
if (wrong !== undefined) {
  process.stdout.write(`${wrong} is no host that can be allowed\n`);
  process.exit(2);
}

/** A name that is allowed leads to no machine of ours, unless its address is allowed as well. */
const guard = createResolvedAddressGuard({
  allowedDomains: hosts,
  deniedResolvedAddresses: DEFAULT_DENIED_RESOLVED_ADDRESSES,
});

const isAllowed = (port: number, host: string): boolean => {
  const name = isValidHost(host) ? canonicalizeHost(host) : undefined;
  return name !== undefined && hosts.some((allowed) => matchesDomainPatternWithPort(name, port, allowed));
};

createHttpProxyServer({
  filter: isAllowed,
  lookupFor: (port) => guard.lookupFor(port),
  requireAsciiHost: true,
  requireHostMatch: true,
}).listen(socket, () => process.stdout.write("ready\n"));
process.stdin.resume().once("end", () => process.exit());
