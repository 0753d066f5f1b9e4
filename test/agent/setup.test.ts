/** Setup that runs once per lockfile and is shared. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockfileHash } from "../../src/agent/lockfile.ts";
import { registryEnvironment } from "../../src/agent/registry.ts";
import { noSandbox } from "../../src/agent/sandbox/none.ts";
import { prepareSetup, type SetupRequest } from "../../src/agent/setup.ts";

function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "stigmergy-test-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

test("the hash follows lockfiles and commands, and manifests only where there is no lockfile", () => {
  const lock = { "package-lock.json": "{}" };
  const hash = lockfileHash(folder(lock), ["npm ci"]);
  expect(lockfileHash(folder({ ...lock, "package.json": "{}", "src/a.ts": "" }), ["npm ci"])).toBe(hash);
  expect(lockfileHash(folder({ "package-lock.json": "{ }" }), ["npm ci"])).not.toBe(hash);
  expect(lockfileHash(folder(lock), ["npm ci", "npm run build"])).not.toBe(hash);
  expect(lockfileHash(folder({ "package.json": "1" }), ["x"])).not.toBe(
    lockfileHash(folder({ "package.json": "2" }), ["x"]),
  );
});

const INSTALL =
  "mkdir -p node_modules/lib packages/a/node_modules && echo installed > node_modules/lib/index.js && " +
  "touch packages/a/node_modules/x generated.txt && ln -s /etc planted && echo changed > package-lock.json && echo once >> $LOG";

function setup(change: Partial<SetupRequest> = {}): SetupRequest & { log: string } {
  const log = join(folder(), "log");
  const request = {
    tree: folder({ "package-lock.json": "{}", "packages/a/index.js": "a" }),
    commands: [INSTALL],
    store: folder(),
    sandbox: noSandbox(),
    environment: { LOG: log },
    signal: new AbortController().signal,
    ...change,
  };
  return { ...request, log };
}

const namesOf = async (request: SetupRequest) => {
  const result = await prepareSetup(request);
  if ("failed" in result) throw new Error(result.failed);
  return result.shares;
};

test("what the commands created is shared, topmost, without links, and the tree stays as it was", async () => {
  const request = setup();
  const shares = await namesOf(request);
  expect(shares.map(({ name }) => name).sort()).toEqual([
    "generated.txt",
    "node_modules",
    "packages/a/node_modules",
  ]);
  const modules = shares.find(({ name }) => name === "node_modules")!;
  expect(readFileSync(join(modules.from, "lib/index.js"), "utf8")).toBe("installed\n");
  expect(modules.scratch).toEqual([".cache", ".vite", ".vite-temp", ".vitest-cache"]);
  expect(readdirSync(request.tree).sort()).toEqual(["package-lock.json", "packages"]);
  expect(readFileSync(join(request.tree, "package-lock.json"), "utf8")).toBe("{}");
});

test("a second call with the same lockfiles and commands runs nothing and gives the same", async () => {
  const request = setup();
  const first = await namesOf(request);
  expect(await namesOf(request)).toEqual(first);
  expect(readFileSync(request.log, "utf8")).toBe("once\n");
  await namesOf({ ...request, commands: ["true", ...request.commands] });
  expect(readFileSync(request.log, "utf8")).toBe("once\nonce\n");
});

test("two at once agree on one result", async () => {
  const request = setup();
  const [one, other] = await Promise.all([namesOf(request), namesOf(request)]);
  expect(one).toEqual(other);
  const [hash] = readdirSync(request.store);
  expect(readdirSync(join(request.store, hash!))).toHaveLength(2);
});

test("a failing command is told with the end of its output, keeps nothing and is tried again", async () => {
  const request = setup({ commands: ["echo trying >> $LOG; echo 'no such package' >&2; mkdir x; exit 7"] });
  for (const _ of ["first", "again"]) {
    const result = await prepareSetup(request);
    expect(result).toMatchObject({ failed: expect.stringMatching(/exit code 7\.\nno such package$/) });
  }
  expect(readFileSync(request.log, "utf8")).toBe("trying\ntrying\n");
  const [hash] = readdirSync(request.store);
  expect(readdirSync(join(request.store, hash!))).toEqual([]);
});

test("what a killed process left half done is removed and never used", async () => {
  const request = setup();
  const rubbish = join(request.store, lockfileHash(request.tree, request.commands), "999999999-dead");
  mkdirSync(join(rubbish, "tree/node_modules"), { recursive: true });
  const shares = await namesOf(request);
  expect(shares.every(({ from }) => existsSync(from) && !from.startsWith(rubbish))).toBe(true);
  expect(existsSync(rubbish)).toBe(false);
});

test("an abort rejects and leaves nothing", async () => {
  const stop = new AbortController();
  const request = setup({ commands: ["touch $LOG; sleep 60"], signal: stop.signal });
  const running = prepareSetup(request);
  running.catch(() => {});
  await expect.poll(() => existsSync(request.log)).toBe(true);
  stop.abort(new Error("stopped"));
  await expect(running).rejects.toThrow("stopped");
  const [hash] = readdirSync(request.store);
  expect(readdirSync(join(request.store, hash!))).toEqual([]);
});

test("a base folder that was replaced by a link is not looked into", async () => {
  const outside = folder({ "secret.txt": "s" });
  const shares = await namesOf(setup({ commands: [`rm -rf packages && ln -s ${outside} packages`] }));
  expect(shares).toEqual([]);
});

test("the registry of the host's npm is told without credentials", async () => {
  const environment = await registryEnvironment(new AbortController().signal);
  for (const [name, value] of Object.entries(environment)) {
    expect(name).toMatch(/^npm_config_(registry|cafile|proxy|https_proxy|noproxy)$/);
    expect(value).not.toContain("@");
  }
});
