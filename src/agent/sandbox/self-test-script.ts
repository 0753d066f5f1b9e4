/** The attempts that the self-test makes from inside, as one shell command. */

import type { Target } from "./self-test-listeners.ts";
import { SECRET_PREFIX } from "./self-test-plants.ts";

export interface Attempts {
  /** Host folder that must not be there, with a secret in `key.pem`. */
  readonly outside: string;
  /** A word on the command line of what tries to outlive the command. */
  readonly survivor: string;
  readonly targets: readonly Target[];
}

/**
 * What is read is printed as far as it looks like a planted secret: all of it would be cut in its middle. `ESCAPED …` names what only the inside
 * can see. Nothing here does harm where it succeeds: it writes into the given folder only.
 */
export function attemptScript({ outside, survivor, targets }: Attempts): string {
  return `
echo 'made inside' > mark
(echo out > ${outside}/planted; for r in /proc/[0-9]*/root; do echo out > $r${outside}/planted; done) 2>/dev/null
(mount -o remount,rw,bind /usr && echo 'ESCAPED changed a mount') 2>/dev/null
(mount -t tmpfs none /mnt && echo 'ESCAPED made a mount') 2>/dev/null
(unshare -U true && echo 'ESCAPED made a user namespace of its own') 2>/dev/null
grep -qE '^Cap(Eff|Prm|Bnd):.*[1-9a-f]' /proc/self/status && echo 'ESCAPED kept capabilities'
for f in /usr /etc /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/fs/cgroup; do
  test -w $f && echo "ESCAPED may write $f"
done
secrets() { tr '\\0' '\\n' | grep -ao '${SECRET_PREFIX}[0-9a-f-]*'; }
(cat ${outside}/key.pem; cat /proc/[0-9]*/root${outside}/key.pem; cat /proc/[0-9]*/cwd/../outside/key.pem
ln -s ${outside}/key.pem link; cat link; env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline) 2>/dev/null | secrets
for f in /etc/shadow /etc/ssl/private /root/.ssh /proc/1/mem; do
  (test -d $f && ls -A $f | grep -q . || head -c 1 $f | grep -q .) 2>/dev/null && echo "ESCAPED read $f"
done
setsid sh -c 'trap "" TERM HUP INT; sleep 60; : ${survivor}' </dev/null >/dev/null 2>&1 &
node -e '${connector}' '${JSON.stringify(targets)}' "$http_proxy"
echo
`;
}

/** One line without a single quote; ends when every attempt was refused, answered, or waited for too long. */
const connector = [
  "const targets = JSON.parse(process.argv[1]);",
  "const proxy = process.argv[2] && new URL(process.argv[2]);",
  'const ask = proxy && targets.find((target) => target.host === "127.0.0.1");',
  'const words = ask && "CONNECT HOST HTTP/1.1\\r\\nHost: HOST\\r\\n\\r\\n".replaceAll("HOST", ask.host + ":" + ask.port);',
  "if (ask) targets.push({ host: proxy.hostname, port: proxy.port, words });",
  "const over = targets.map((target) => new Promise((done) => {",
  "  setTimeout(done, 1500);",
  '  if (target.way === "udp") {',
  '    const socket = require("dgram").createSocket("udp4");',
  '    socket.on("error", done);',
  '    socket.send("out", target.port, target.host, () => setTimeout(() => socket.close(done), 50));',
  "    return;",
  "  }",
  "  try {",
  '    const socket = require("net").connect(target);',
  '    socket.on("error", done); socket.on("close", done);',
  '    socket.on("data", () => socket.destroy());',
  '    socket.on("connect", () => target.words ? socket.write(target.words) : setTimeout(() => socket.destroy(), 50));',
  "  } catch { done(); }",
  "}));",
  'Promise.all(over).then(() => { console.log("\\nATTEMPTS OVER"); process.exit(); });',
].join(" ");
