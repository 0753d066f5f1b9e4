/** Text from models as it leaves: whatever is in it, nothing of it is live. */

import { expect, test } from "vitest";
import { longestText } from "../../src/codec/longest-text.ts";
import { formatMarker } from "../../src/codec/marker.ts";
import { harmlessTitle } from "../../src/gate/plain.ts";
import { harmless, harmlessBody } from "../../src/gate/text.ts";
import { botCommands, settings } from "./commands.ts";
import { closings, mentions, rendered } from "./rendered.ts";

const home = { server: "https://github.com", owner: "acme", repo: "tool" };
const place = { home };
const clean = (text: string) => harmless(text, place);

/** A bot reads the source: by lines, anywhere, and whatever the case. */
const hears = (text: string, command: string) => {
  const lower = text.toLowerCase();
  const called = command.toLowerCase();
  return called.startsWith("@")
    ? lower.includes(called)
    : lower.split("\n").some((l) => l.replace(/^[\s>*-]*/, "").startsWith(called));
};

test("T12: no bot hears a command in what a model wrote, wherever it stands", () => {
  expect(botCommands.length).toBeGreaterThanOrEqual(60);
  const all = botCommands.flatMap((command) => settings.map((write) => ({ command, text: write(command) })));
  const heard = all.filter(({ command, text }) => hears(clean(text), command) && command !== "r+");
  expect(heard).toEqual([]);
  // The control: as they are, most would be heard.
  expect(all.filter(({ command, text }) => hears(text, command)).length).toBeGreaterThan(all.length / 2);
});

const keywords = ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "Resolves", "RESOLVED"];
const references = ["#1", "GH-1", "acme/tool#1", "other/one#1", "https://github.com/acme/tool/issues/1"];
const joints = [" ", ": ", "\n", " **", "  ", " (", " [", "\u200B "];

test("T12: no closing keyword closes, in any form", () => {
  const texts = keywords.flatMap((k) =>
    references.flatMap((r) => joints.map((j) => `It ${k}${j}${r} and more.`)),
  );
  expect(texts.flatMap((text) => closings(rendered(clean(text))))).toEqual([]);
  expect(texts.filter((text) => closings(rendered(text)).length > 0).length).toBeGreaterThan(100);
  expect(clean("It needs #1, see acme/tool#2.")).toBe("It needs #1, see acme/tool#2.");
});

test("T12: a pull request closes its goal and nothing else", () => {
  const said = harmless("Closes #12.\n\nCloses #13.", { home, mayClose: 12 });
  expect(closings(rendered(said))).toEqual(["Closes #12"]);
});

const beacon = "https://evil.example/x?d=1";
const beacons = [
  `[a](${beacon})`,
  `![a](${beacon})`,
  `<${beacon}>`,
  beacon,
  `www.evil.example/x`,
  `[a][b]\n\n[b]: ${beacon}`,
  `![a][b]\n\n[b]: ${beacon}`,
  `[b]\n\n[b]: <${beacon}>`,
  `<img src="${beacon}">`,
  `<a href="${beacon}">a</a>`,
  `[a](//evil.example)`,
  `[a](/evil/repo)`,
  `[a](https&#58;//evil.example)`,
  `[a](<${beacon}>)`,
  `[a](\n${beacon})`,
  `[![a](${beacon})](${beacon})`,
  `[a](${beacon} "t")`,
  `<picture><source srcset="${beacon}"></picture>`,
  `- [b]: ${beacon}\n\n[b]`,
  `> [b]: ${beacon}\n\n[b]`,
  `[a]\\\n(${beacon})`,
  `ftp://evil.example/x`,
  `mailto:a@evil.example`,
  `a@evil.example`,
  `<a@evil.example>`,
  `[a](javascript:alert(1))`,
  `[a](data:text/html,x)`,
  `\`\`\`mermaid\ngraph LR\n  click A "${beacon}"\n\`\`\``,
  `<svg><image href="${beacon}"/></svg>`,
  `[a](https://github.com/acme/tool/../../evil/x)`,
  `[a](https://github.com/acme/tool.evil/x)`,
  `[a](https://github.com@evil.example/acme/tool)`,
  `| a |\n| --- |\n| [a](${beacon}) |`,
  `[^1]: ${beacon}\n\n[^1]`,
  `<video src="${beacon}"></video>`,
  `<style>@import "${beacon}"</style>`,
  `HTTPS://EVIL.example/`,
  `https:\\//evil.example`,
];

test("T27: no link, image or drawing leads elsewhere", () => {
  expect(beacons.length).toBeGreaterThanOrEqual(30);
  for (const text of beacons) {
    const said = clean(text);
    expect({ text, targets: rendered(said).targets }).toEqual({ text, targets: [] });
    expect(said).not.toContain("```mermaid");
  }
  expect(beacons.filter((text) => rendered(text).targets.length > 0).length).toBeGreaterThan(25);
});

test("T27: links into our own repository stay", () => {
  const own = "https://github.com/acme/tool/issues/3#issuecomment-7";
  const text = `See [it](${own}) and ${own}.`;
  expect(clean(text)).toBe(text);
});

test("T49: five hundred mentions, fences, nests and 300 KB leave as one short text that calls nobody", () => {
  const call = Array.from(
    { length: 500 },
    (_, i) => `@user${i} @acme/team-${i} \`@x\` \`\`\`\n<details>`,
  ).join("\n");
  const said = clean(`${call}\n${"word ".repeat(60_000)}`);
  expect(mentions(rendered(said))).toEqual([]);
  expect(said.length).toBeLessThanOrEqual(longestText);
  expect(said).toMatch(/The rest is left out/);
  expect(mentions(rendered(call)).length).toBeGreaterThan(100);
});

const pieces = [
  ...[
    "`",
    "``",
    "```",
    "\n",
    "\n\n",
    "```\n",
    "~~~\n",
    "  ```\n",
    "- ",
    "> ",
    "# ",
    "| ",
    "|-|-|\n",
    "    ",
    "\t",
    "\\",
  ],
  ...[
    "@user ",
    "@acme/team",
    "Fixes ",
    "#1",
    " ",
    "[a](",
    "https://evil.example/",
    ")",
    "[b]: ",
    "<b>",
    "<!-- ",
    "-->",
  ],
  ...[
    "&#64;user",
    "&#8203;",
    "&#82",
    "03;",
    "&lt;",
    "&",
    "*",
    "_",
    "$$",
    "$",
    "![",
    "](",
    "https://github.com/acme/tool/",
  ],
  ...[
    "www.evil.example",
    "a",
    "/lgtm",
    "\u200D",
    "\u{E0041}",
    "\r",
    "1. ",
    "word ",
    "[^1]: ",
    "~~",
    "bors r+",
    "```mermaid\n",
  ],
];

/** The same numbers each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("T49: whatever is put together, nothing is live, and nothing changes the second time", () => {
  const own = "https://github.com/acme/tool";
  const roll = dice(7);
  for (let run = 0; run < 3000; run++) {
    const text = Array.from({ length: 3 + roll(22) }, () => pieces[roll(pieces.length)]).join("");
    const said = clean(text);
    const live = rendered(said);
    const foreign = live.targets.filter((target) => /^(\w+:|\/)/.test(target) && !target.startsWith(own));
    expect({ text, foreign, called: mentions(live), closed: closings(live) }).toEqual({
      ...{ text, foreign: [], called: [], closed: [] },
    });
    expect(clean(said)).toBe(said);
  }
});

test("T8: text cannot hold a marker, not even a genuine one, but for the one at its end", () => {
  const marker = (name: string) => formatMarker({ goal: 12, kind: "intent", name }, "s");
  const body = `\`\`\`\n${marker("a")}\n\`\`\`\n${marker("b")}\n\n${marker("c")}`;
  const said = harmlessBody(body, place, "s");
  expect(said.match(/<!--/g)).toHaveLength(1);
  expect(said.endsWith(`\n\n${marker("c")}`)).toBe(true);
  expect(harmlessBody(said, place, "s")).toBe(said);
  expect(harmlessBody(body, place, "other")).not.toContain("<!--");
});

test("a title and a commit message close nothing and call nobody", () => {
  expect(harmlessTitle("Fixes #1\nfor @claude", home)).toBe("Fixes ＃1 for ＠claude");
  for (const title of ["Fix the parser (#34)", "Add @types/node"])
    expect(harmlessTitle(title, home)).toBe(title);
});
