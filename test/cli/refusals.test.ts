/** Bad input to the command line: one sentence that says what to do, exit code 2, and nothing left behind. */

import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Desk } from "./command.ts";

const model = ["--model", "compatible/any"];
const good = ["GOAL.md", "--repo", "project", "--unsafe-no-sandbox"];
const nobody = { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" };
const somebody = createServer().listen(0, "127.0.0.1");
await once(somebody, "listening");
const env = { OPENAI_BASE_URL: `http://127.0.0.1:${(somebody.address() as AddressInfo).port}/v1` };
afterAll(() => somebody.close());

const refused: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
  [["frob"], /unknown command 'frob': see stigmergy --help/],
  [["run"], /missing required argument 'goal': see stigmergy run --help/],
  [["run", ...good, ...model, "--modle"], /unknown option '--modle' .*--model/],
  [["run", "missing.md", ...model], /There is no goal file .*missing\.md: write one/],
  [["run", "blank.md", ...model], /blank\.md is empty: write a title/],
  [["run", "binary.md", ...model], /binary\.md is not text/],
  [["run", "title.md", ...model], /has 300 characters: write one line of at most 256/],
  [["run", "long.md", ...model], /70004 characters: leave it at 65536/],
  [["run", "unclear.md", ...model], /The limit "budget: lots" is not understood/],
  [["run", "GOAL.md", "--repo", "nowhere", ...model], /There is no folder .*nowhere: name one/],
  [["run", "GOAL.md", "--repo", "plain", ...model], /plain is not a git repository: run git init/],
  [["run", ...good], /No model for the planner: give --model/],
  [["run", ...good, "--model", "gpt"], /--model gpt is not understood: use provider\/model/],
  [["run", ...good, "--model", "openai/gpt-5"], /openai\/gpt-5 needs a key: set OPENAI_API_KEY/],
  [["run", ...good, ...model, "--budget", "5"], /price of compatible\/any is unknown.*give --price IN,OUT/],
  [["run", ...good, ...model, "--price", "3"], /--price 3 is not understood: use IN,OUT/],
  [["run", ...good, ...model, "--workers", "0"], /--workers 0 is not a number above 0/],
  [["run", ...good, ...model, "--max-tokens-total", "1.5"], /--max-tokens-total 1\.5 is not a number/],
  [["run", ...good, ...model, "--port", "99999"], /--port 99999 is no port/],
  [["run", ...good, ...model, "--state", "GOAL.md"], /state folder .*GOAL\.md cannot be made.*--state/],
  [["forge", "--load", "project=../x"], /--load project=\.\.\/x is not understood/],
  [["forge", "--load", "project=me/x.git"], /--load project=me\/x\.git is not understood/],
  [["forge", "--load", "nope"], /--load nope is not understood: use DIR=owner\/name/],
  [["audit"], /missing required argument 'goal': see stigmergy audit --help/],
  [["audit", "acme/shop"], /acme\/shop is no goal: write it as owner\/name#12/],
  [["audit", "acme/shop#1", "--forge", "nope"], /--forge nope is no address: use the forge's root/],
  [["audit", "acme/shop#1", "--forge", "http://127.0.0.1:1"], /127\.0\.0\.1:1\/api\/v3 could not be read/],
  [["forge", "--state", "GOAL.md"], /state folder .*GOAL\.md cannot be made/],
];

function preparedDesk(): Desk {
  const desk = new Desk();
  desk.commit({ "a.txt": "a\n" });
  desk.file("plain/a.txt", "no repository");
  desk.file("GOAL.md", "# A goal\n\nWords.\n");
  desk.file("blank.md", "\n \n");
  desk.file("binary.md", "# A\0B\n");
  desk.file("title.md", `# ${"t".repeat(300)}\n`);
  desk.file("long.md", `# T\n${"x".repeat(70_000)}`);
  desk.file("unclear.md", "# T\n\n### Limits\n\n- budget: lots\n");
  return desk;
}

async function expectRefusal(
  desk: Desk,
  args: readonly string[],
  sentence: RegExp,
  servers: Readonly<Record<string, string>> = env,
): Promise<void> {
  const before = desk.git("for-each-ref");
  const { code, stderr } = await desk.start(args, servers).ended;
  expect(stderr).toMatch(/^stigmergy: [^\n]+\n$/);
  expect(stderr).toMatch(sentence);
  expect(code).toBe(2);
  expect(existsSync(desk.state), "a state folder is left").toBe(false);
  expect(desk.git("for-each-ref")).toBe(before);
}

test.concurrent.for(refused)("refused: %j", async ([args, sentence]) => {
  using desk = preparedDesk();
  await expectRefusal(desk, args, sentence);
});

test("refused: a repository without commits", async () => {
  using desk = preparedDesk();
  desk.git("update-ref", "-d", "HEAD");
  await expectRefusal(desk, ["run", ...good, ...model], /has no commits yet: commit something/);
});

test("refused: a shallow clone", async () => {
  using desk = preparedDesk();
  desk.git("commit", "--quiet", "--allow-empty", "--message=Go on");
  desk.git("clone", "--quiet", "--depth=1", pathToFileURL(desk.repository).href, "../shallow");
  const args = ["run", "GOAL.md", "--repo", "shallow", "--unsafe-no-sandbox", ...model];
  await expectRefusal(desk, args, /is a shallow clone.*: run git fetch --unshallow/);
});

test("refused: a branch named as our prefix", async () => {
  using desk = preparedDesk();
  desk.git("branch", "stigmergy");
  await expectRefusal(desk, ["run", ...good, ...model], /has a branch named stigmergy.*: rename it/);
});

test("refused: a taken port, and what was made for the start is taken back", async () => {
  using desk = preparedDesk();
  const holder = createServer();
  const port = await new Promise<string>((resolve) =>
    holder.listen(0, "127.0.0.1", () => resolve(String((holder.address() as { port: number }).port))),
  );
  try {
    await expectRefusal(desk, ["run", ...good, ...model, "--port", port], /Port \d+ is taken/);
  } finally {
    holder.close();
  }
});

test("every command has help", async () => {
  using desk = new Desk();
  for (const command of ["demo", "run", "forge", "audit", "start"]) {
    const { code, stdout } = await desk.start([command, "--help"]).ended;
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: stigmergy ${command}`);
  }
});

test("a model whose server nobody runs", async () => {
  using desk = preparedDesk();
  await expectRefusal(
    desk,
    ["run", ...good, ...model],
    /127\.0\.0\.1:9\/v1 cannot be reached \(ECONNREFUSED\)/,
    nobody,
  );
});
