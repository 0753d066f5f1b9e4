/** The bubblewrap command line: what is cut off, what is bound in, and in which order. */

import { lstatSync, readlinkSync } from "node:fs";
import { posix } from "node:path";
import type { Job, Share } from "./sandbox.ts";

const MEBIBYTE = 1024 * 1024;

/** Certificates only: as root, a wider bind of these folders would show private keys. */
const CERTIFICATES = ["/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/pki/ca-trust"];

/** Small files that programs expect in /etc. `localhost` must resolve; a user must have a name. */
export function systemFiles(network: boolean): { path: string; text: string }[] {
  const files = [
    { path: "/etc/passwd", text: "agent:x:1000:1000:agent:/tmp:/bin/sh\n" },
    { path: "/etc/group", text: "agent:x:1000:\n" },
  ];
  if (network) return files;
  return [
    ...files,
    { path: "/etc/hosts", text: "127.0.0.1 localhost\n::1 localhost\n" },
    { path: "/etc/nsswitch.conf", text: "passwd: files\ngroup: files\nhosts: files\n" },
  ];
}

/** Folders in memory that a command can fill. */
export const memoryFolders = (job: Job): string[] => [
  "/dev/shm",
  ...(job.home === undefined ? ["/tmp"] : []),
  ...job.shares.flatMap(({ name, scratch = [] }) =>
    scratch.map((cache) => posix.join("/workspace", name, cache)),
  ),
];

/** All arguments but the command. Everything is built on an empty root, which is then sealed. */
export function namespaceArguments(
  job: Job,
  { npm, files, sealsUsers }: { npm: string | undefined; files: readonly string[]; sealsUsers: boolean },
): string[] {
  return [
    ...[
      "--unshare-all",
      "--unshare-user",
      ...(sealsUsers ? ["--disable-userns"] : []),
      "--uid",
      "1000",
      "--gid",
      "1000",
    ],
    ...(job.network === true ? ["--share-net"] : []),
    ...["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--hostname", "sandbox"],
    ...["--ro-bind", "/usr", "/usr", ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap(rootFolder)],
    ...["/etc/alternatives", "/etc/ld.so.cache", ...CERTIFICATES].flatMap(bindIfThere),
    ...(job.network === true
      ? ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"].flatMap(bindIfThere)
      : []),
    ...files,
    ...["--proc", "/proc", "--dev", "/dev", ...memory("/dev/shm", 256)],
    ...(job.home === undefined ? memory("/tmp", 1024) : ["--bind", job.home, "/tmp"]),
    ...nodeToolchain(npm),
    ...[job.writable ? "--bind" : "--ro-bind", job.workspace, "/workspace"],
    ...job.shares.flatMap(shareArguments),
    // Started by root, the kernel's settings would be writable: they belong to root, not to capabilities.
    // The folder of devices is a file system in memory too, and as large as half of it.
    ...["--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/workspace", "--"],
  ];
}

function nodeToolchain(npm: string | undefined): string[] {
  const node = ["--ro-bind", process.execPath, "/opt/node/bin/node"];
  if (npm === undefined) return node;
  const home = "/opt/node/lib/node_modules/npm";
  return [
    ...node,
    ...["--ro-bind", npm, home],
    ...["--symlink", `${home}/bin/npm-cli.js`, "/opt/node/bin/npm"],
    ...["--symlink", `${home}/bin/npx-cli.js`, "/opt/node/bin/npx"],
  ];
}

function shareArguments(share: Share): string[] {
  const point = posix.join("/workspace", share.name);
  const caches = (share.scratch ?? []).flatMap((name) => memory(posix.join(point, name), 256));
  return ["--ro-bind", share.from, point, ...caches];
}

/** `/bin` and its like are links into `/usr` on most systems and folders of their own on some. */
function rootFolder(name: string): string[] {
  const stats = lstatSync(`/${name}`, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isSymbolicLink()) return ["--symlink", readlinkSync(`/${name}`), `/${name}`];
  return ["--ro-bind", `/${name}`, `/${name}`];
}

const bindIfThere = (path: string): string[] => ["--ro-bind-try", path, path];

const memory = (path: string, mebibytes: number): string[] => [
  "--size",
  String(mebibytes * MEBIBYTE),
  "--tmpfs",
  path,
];
