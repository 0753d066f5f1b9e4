#!/usr/bin/env node
// Starts the program on a Node.js that runs TypeScript directly: this one if it can, else the one npm installed beside us.
import { spawn } from "node:child_process";
import module from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** Beside the packages, where only who may change the program itself can write; without it the start takes twice as long. */
const compiled = new URL("../node_modules/.cache/stigmergy", import.meta.url);

/** The Node.js that came with `npm ci`, or undefined on systems for which none is packaged. */
function packagedNode() {
  try {
    return module.createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    return undefined;
  }
}

if (process.features.typescript) {
  module.enableCompileCache?.(fileURLToPath(compiled));
  await import("../src/cli/main.ts");
} else {
  const node = packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `stigmergy needs Node.js 22.18 or newer and this is ${process.version}: install a newer Node.js and run the same command again.\n`,
    );
    process.exit(2);
  }
  // Over the channel the program notices when this process is killed.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
