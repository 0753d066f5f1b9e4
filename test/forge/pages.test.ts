/** What the forge shows to a browser, and what it never lets become markup. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGround } from "./ground.ts";
import { attack, author, branch, deep, fillHostile, type Ground, hiding } from "./hostile.ts";
import { fillWorkedOn, type Tips } from "./worked-on.ts";

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
  let tips: Tips;

  beforeAll(async () => {
    ground = await startGround();
    tips = await fillWorkedOn(ground);
  });
  afterAll(() => ground[Symbol.asyncDispose]());

  test.each([
    ["/", ["acme / widgets", "default branch main"]],
    ["/acme", ["acme / widgets"]],
    [at, ["A shop", "1 of 2", "git clone", "2 open issues", "1 closed issue"]],
    [at, ["1 milestone", "1 pull request", "4 branches"]],
    [`${at}/issues`, ["A shop", "#1", "swarm:goal", "open 2", "closed 1", "all 3"]],
    [`${at}/issues?state=closed`, ["A till", "part of #1", "cycle 1"]],
    [`${at}/issues?state=all&label=swarm%3Agoal`, ["A shop", "with the label swarm:goal"]],
    [`${at}/issues/1`, ["A shop #1", "Sell things .", "ada opened this", "See #2 .", "👀 1"]],
    [`${at}/issues/1`, ["Sub-issues 1 1 of 2 A till #2 A drawer #3", "added the sub-issue #2"]],
    [`${at}/issues/3`, ["put this beneath #2", "swarm app", "I take this."]],
    [`${at}/issues/2`, ["closed", "part of A shop", "closed this as completed", "put this in cycle 1"]],
    [`${at}/milestones`, ["cycle 1", "1 of 1"]],
    [`${at}/milestone/1`, ["The first .", "A till"]],
    [`${at}/pulls`, ["Land it #4"]],
    [`${at}/pull/4`, ["from topic/one into main", "1 commit", "without conflict", "docs/added.bin"]],
    [`${at}/branches`, ["main default", "topic/one", "change", "apart", "4 tips"]],
    [`${at}/commits`, ["Commits main", "write", "first"]],
    [`${at}/commits/topic/one?first-parent=1`, ["change", "first parents only"]],
  ])("%s says what is there", async (path, words) => {
    const page = await look(ground, path);
    expect(page.status).toBe(200);
    for (const word of words) expect(wordsOf(page.text)).toContain(word);
  });

  test("a list leaves out what was not asked for", async () => {
    expect((await look(ground, `${at}/issues`)).text).not.toContain("A till");
    expect((await look(ground, `${at}/issues?state=closed`)).text).not.toContain("A drawer");
    for (const query of ["state=all&label=nothing", "state=closed&label=swarm%3Agoal"]) {
      expect((await look(ground, `${at}/issues?${query}`)).text, query).toContain("No issue matches.");
    }
  });

  test("the history along first parents leaves out what was merged", async () => {
    const all = wordsOf((await look(ground, `${at}/commits/joined`)).text);
    for (const word of ["Join them merge", "change", "write", "first"]) expect(all).toContain(word);
    const trunk = wordsOf((await look(ground, `${at}/commits/joined?first-parent=1`)).text);
    for (const word of ["Join them merge", "write", "first"]) expect(trunk).toContain(word);
    expect(trunk).not.toContain("change");
  });

  test("a merge shows both parents and what it brought to the first", async () => {
    const text = wordsOf((await look(ground, `${at}/commit/${tips.joined}`)).text);
    const parents = `parents ${tips.main.slice(0, 8)} ${tips["topic/one"].slice(0, 8)}`;
    for (const word of [parents, "compared with the first parent", "docs/moved.md → docs/there.md"])
      expect(text).toContain(word);
  });

  test("a commit shows what was checked", async () => {
    const text = wordsOf((await look(ground, `${at}/commit/${tips.main}`)).text);
    expect(text).toContain("Checks swarm success At work by swarm app");
  });

  test("a commit shows its message, parents and every kind of change", async () => {
    const text = wordsOf((await look(ground, `${at}/commit/${tips["topic/one"]}`)).text);
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
    const text = wordsOf((await look(ground, `${at}/commit/${tips.apart}`)).text);
    for (const word of ["no parent", "begin.txt added +1", "+ The very first line."])
      expect(text).toContain(word);
  });

  test("an issue's address leads to its pull request, and back", async () => {
    const moved = await look(ground, `${at}/issues/4`);
    expect([moved.status, moved.headers.get("location")]).toEqual([302, `${at}/pull/4`]);
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
    ...[`${at}/commits/main~1`, `${at}/commits/refs/heads/main`, `${at}/commits/%00`, `${at}/issues/%00`],
    ...[`${at}/milestones/1`, `${at}/pulls/4`, `${at}/issues/01`],
    ...["/%ff", "/..%2f..%2fetc%2fpasswd", `${at}/issues/__proto__`, "/constructor", `${at}/constructor`],
  ])("%s is not found", async (path) => {
    const { status, headers, text } = await look(ground, path);
    expect([status, wordsOf(text)]).toEqual([404, expect.stringContaining("Not found")]);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  });

  test("an address that is none is refused", async () => {
    expect((await look(ground, "//")).status).toBe(400);
  });

  test("a page is only read", async () => {
    const head = await look(ground, at, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect((await look(ground, `${at}/issues/99`, { method: "HEAD" })).status).toBe(404);
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

  /** Our own pages, our icon and the one address that a text names openly. */
  const targets = /^(?:http:\/\/own\.invalid\/|http:\/\/192\.0\.2\.1\/p\.png$|data:image\/svg\+xml,%3Csvg)/;

  const pages = () => [
    ...["/", at, `${at}/issues?state=all`, `${at}/issues/1`, `${at}/issues/2`, `${at}/milestones`],
    ...[`${at}/milestone/1`, `${at}/pulls`, `${at}/pull/3`, `${at}/branches`, `${at}/commit/${sha}`],
    ...[
      `${at}/commits/${encodeURIComponent(branch)}`,
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
          if (attribute === "href") expect(whereTo(value), `${path}: ${tag}`).toMatch(targets);
        }
      }
    }
  });

  test("what a stranger wrote can still be read", async () => {
    const { text } = await look(ground, `${at}/issues/1`);
    for (const shown of [escaped("title"), "&lt;style&gt;body{display:none}&lt;/style&gt;"])
      expect(text).toContain(shown);
    expect(text).not.toContain("hidden words");
    const child = (await look(ground, `${at}/issues/2`)).text;
    for (const shown of [escaped("renamed"), `from <em>${escaped("child")}`, escaped("milestone")])
      expect(child + text).toContain(shown);
    const commit = (await look(ground, `${at}/commit/${sha}`)).text;
    for (const place of ["subject", "body", "trailer", "file"]) expect(commit).toContain(escaped(place));
    expect(commit).toContain("&lt;script&gt;&quot;file&#39;.html");
    const history = await look(ground, `${at}/commits/${encodeURIComponent(branch)}`);
    for (const page of [commit, history.text, (await look(ground, `${at}/branches`)).text])
      expect(page).toContain(author.replaceAll("&", "&amp;"));
  });

  test("links lead to a branch of any name", async () => {
    for (const path of [`${at}/branches`, `${at}/pull/3`]) {
      const [, link = ""] = /href="([^"]*)">x&quot;/.exec((await look(ground, path)).text) ?? [];
      const { status, text } = await look(ground, link);
      expect([status, wordsOf(text)], path).toEqual([200, expect.stringContaining("subject")]);
    }
  });

  test("texts that are nested too deep are shown as they are", async () => {
    const { status, text } = await look(ground, `${at}/issues/2`);
    expect(status).toBe(200);
    expect(text).toContain(deep.quotes.replaceAll(">", "&gt;"));
    expect(text).toContain(deep.brackets);
  });

  test("a file's text cannot hide what the commit does after it", async () => {
    const { text } = await look(ground, `${at}/commit/${sha}`);
    expect(text).toContain(hiding);
    const [, binary = ""] = text.split(/<summary><span class="path">binary\.bin/);
    expect(binary).toContain("Binary files");
  });

  test("no login is markup", () => {
    expect(() => ground.forge.createUser(attack("login"))).toThrow("cannot be a login");
  });
});

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** An attack as a page must write it. */
const escaped = (place: string): string =>
  Object.entries(entities).reduce((text, [sign, entity]) => text.replaceAll(sign, entity), attack(place));

/** Where a browser would go that finds this in an attribute. */
function whereTo(value: string): string {
  const signs = Object.entries(entities).reverse();
  const address = signs.reduce((text, [sign, entity]) => text.replaceAll(entity, sign), value);
  return new URL(address, "http://own.invalid").href;
}
