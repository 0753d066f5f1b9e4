/** What the forge shows to a browser, and what it never lets become markup. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { git, startGround, widgets } from "./ground.ts";
import { fillHostile, type Ground } from "./hostile.ts";
import { tourPush } from "./openapi/tour-code.ts";

const at = "/acme/widgets";

async function look(ground: Ground, path: string, init?: RequestInit) {
  const response = await fetch(ground.forge.url + path, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The words of a page, as a reader sees them. */
const wordsOf = (page: string) =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("a repository that was worked on", () => {
  let ground: Ground;
  let tips: Readonly<Record<"main" | "topic", string>>;

  beforeAll(async () => {
    ground = await startGround();
    await tourPush(ground);
    const { rest } = ground.as("ada");
    const { issues, reactions, pulls } = rest;
    await issues.createMilestone({ ...widgets, title: "cycle 1", description: "The **first**." });
    await issues.create({ ...widgets, title: "A shop", body: "Sell *things*.", labels: ["swarm:goal"] });
    const { data: child } = await issues.create({ ...widgets, title: "A till", milestone: 1 });
    await issues.addSubIssue({ ...widgets, issue_number: 1, sub_issue_id: child.id });
    const { data: comment } = await issues.createComment({ ...widgets, issue_number: 1, body: "See #2." });
    await reactions.createForIssueComment({ ...widgets, comment_id: comment.id, content: "eyes" });
    await issues.update({ ...widgets, issue_number: 2, state: "closed", state_reason: "completed" });
    await pulls.create({ ...widgets, title: "Land it", head: "topic/one", base: "main" });
    const tip = async (ref: string) => (await rest.git.getRef({ ...widgets, ref })).data.object.sha;
    tips = { main: await tip("heads/main"), topic: await tip("heads/topic/one") };
  });
  afterAll(() => ground[Symbol.asyncDispose]());

  test.each([
    ["/", ["acme / widgets", "default branch main"]],
    ["/acme", ["acme / widgets"]],
    [at, ["A shop", "1 of 1", "git clone", "1 open issue", "1 milestone", "1 pull request", "2 branches"]],
    [`${at}/issues`, ["A shop", "#1", "swarm:goal", "open 1", "closed 1"]],
    [`${at}/issues?state=closed`, ["A till", "part of #1", "cycle 1"]],
    [`${at}/issues?state=all&label=swarm%3Agoal`, ["A shop", "with the label swarm:goal"]],
    [`${at}/issues/1`, ["A shop #1", "Sell things .", "A till #2", "ada opened this", "See #2 .", "👀 1"]],
    [`${at}/issues/2`, ["closed", "part of A shop", "closed this as completed", "put this in cycle 1"]],
    [`${at}/milestones`, ["cycle 1", "1 of 1"]],
    [`${at}/milestone/1`, ["The first .", "A till"]],
    [`${at}/pulls`, ["Land it #3"]],
    [`${at}/pull/3`, ["from topic/one into main", "1 commit", "without conflict", "docs/added.bin"]],
    [`${at}/branches`, ["main default", "topic/one", "change"]],
    [`${at}/commits`, ["Commits main", "write", "first"]],
    [`${at}/commits/topic/one?first-parent=1`, ["change", "first parents only"]],
  ])("%s says what is there", async (path, words) => {
    const page = await look(ground, path);
    expect(page.status).toBe(200);
    for (const word of words) expect(wordsOf(page.text)).toContain(word);
  });

  test("a list leaves out what was not asked for", async () => {
    expect((await look(ground, `${at}/issues`)).text).not.toContain("A till");
    expect((await look(ground, `${at}/issues?state=all&label=nothing`)).text).toContain("No issue matches.");
  });

  test("a commit shows its message, parents and every kind of change", async () => {
    const text = wordsOf((await look(ground, `${at}/commit/${tips.topic}`)).text);
    for (const word of [
      "change",
      `parent ${tips.main.slice(0, 8)}`,
      "This is shorter.",
      "docs/moved.md → docs/there.md",
    ])
      expect(text).toContain(word);
    for (const tag of ["added", "removed", "renamed", "Binary files"]) expect(text).toContain(tag);
  });

  test("a first commit has no parent and a diff of its own", async () => {
    const first = await git(ground.place.path, "-C", "clone", "rev-list", "--max-parents=0", "main");
    expect(wordsOf((await look(ground, `${at}/commit/${first}`)).text)).toContain("no parent");
  });

  test("an issue's address leads to its pull request, and back", async () => {
    const moved = await look(ground, `${at}/issues/3`);
    expect([moved.status, moved.headers.get("location")]).toEqual([302, `${at}/pull/3`]);
    expect((await look(ground, `${at}/pull/1`)).headers.get("location")).toBe(`${at}/issues/1`);
  });

  test.each([
    ...[
      "/nobody",
      "/acme/nothing",
      `${at}/nothing`,
      `${at}/issues/99`,
      `${at}/issues/1/edit`,
      `${at}/milestone/9`,
    ],
    ...[`${at}/commit/${"0".repeat(40)}`, `${at}/commit/HEAD`, `${at}/commit/--output=x`, `${at}/pull/x`],
    ...[
      `${at}/commits/nothing`,
      `${at}/commits/--output=x`,
      `${at}/commits/..%2f..%2fetc`,
      `${at}/branches/x`,
    ],
    ...["/%ff", "/..%2f..%2fetc%2fpasswd", `${at}/issues/__proto__`, "/constructor", `${at}/constructor`],
  ])("%s is not found", async (path) => {
    expect((await look(ground, path)).status).toBe(404);
  });

  test("a page is only read", async () => {
    expect((await look(ground, at, { method: "HEAD" })).status).toBe(200);
    expect((await look(ground, at, { method: "POST" })).status).toBe(404);
  });
});

describe("a repository whose every text is hostile", () => {
  let ground: Ground;
  let sha: string;
  beforeAll(async () => {
    ground = await startGround();
    ({ sha } = await fillHostile(ground));
  });
  afterAll(() => ground[Symbol.asyncDispose]());

  /** The only tags and attributes that our pages are made of; anything else came from a text. */
  const tags =
    /^(?:!doctype|html|head|meta|title|link|style|body|header|main|nav|section|article|footer|figure|figcaption|details|summary|h[1-6]|p|a|b|i|em|strong|span|ul|ol|li|dl|dt|dd|div|pre|code|br|hr|blockquote|del|table|thead|tbody|tr|th|td|time|progress|input|svg|circle|path)$/i;
  const attributes =
    /^(?:html|lang|charset|name|content|rel|href|class|id|title|datetime|aria-[a-z]+|role|viewbox|cx|cy|r|d|fill|value|max|open|start|type|checked|disabled|align|data-line)$/i;

  const pages = () => [
    ...["/", at, `${at}/issues?state=all`, `${at}/issues/1`, `${at}/issues/2`, `${at}/milestones`],
    ...[`${at}/milestone/1`, `${at}/pulls`, `${at}/pull/3`, `${at}/branches`, `${at}/commit/${sha}`],
    ...[
      `${at}/commits/${encodeURIComponent('x"<b>y')}`,
      `${at}/issues?label=${encodeURIComponent("<script>")}`,
    ],
    ...[`${at}/issues?state=${encodeURIComponent('"><script>')}&page=${encodeURIComponent("<b>")}`],
  ];

  test("none of it becomes markup, loads or leads anywhere", async () => {
    for (const path of pages()) {
      const { status, text, headers } = await look(ground, path);
      expect(status, path).toBe(200);
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
      const shown = text.replace(/<style>[\s\S]*?<\/style>/, "");
      for (const [tag, name = "", rest = ""] of shown.matchAll(
        /<\/?([a-z!][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/gi,
      )) {
        expect(name, `${path}: ${tag}`).toMatch(tags);
        for (const [, attribute = "", value = ""] of rest.matchAll(/([^\s"=/]+)(?:="([^"]*)")?/g)) {
          expect(attribute, `${path}: ${tag}`).toMatch(attributes);
          if (attribute === "href")
            expect(value, `${path}: ${tag}`).toMatch(
              /^(?:\/|#|\?|http:\/\/192\.0\.2\.1\/p\.png$|data:image\/svg\+xml,)/,
            );
        }
      }
    }
  });

  test("what a stranger wrote can still be read", async () => {
    const { text } = await look(ground, `${at}/issues/1`);
    expect(text).toContain("title &lt;script&gt;");
    expect(text).toContain("&lt;style&gt;body{display:none}&lt;/style&gt;");
    expect(text).not.toContain("hidden words");
  });
});
