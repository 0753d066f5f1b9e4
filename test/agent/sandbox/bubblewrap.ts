/** Whether bubblewrap can start here, asked of itself, so that a driver that broke fails tests instead of skipping them. */

import { spawnSync } from "node:child_process";

const plain = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { encoding: "utf8" });

/** Why the real sandbox is not tested; undefined where it is. */
export const missing = plain.error?.message ?? (plain.status === 0 ? undefined : plain.stderr.trim());
