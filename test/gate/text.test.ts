/** Text from models as it leaves: whatever is in it, nothing of it is live. */

import { expect, test } from "vitest";
import { longestText } from "../../src/codec/longest-text.ts";
import { formatMarker } from "../../src/codec/marker.ts";
import { harmlessTitle } from "../../src/gate/plain.ts";
import { harmless, harmlessBody } from "../../src/gate/text.ts";
import { closings, mentions, rendered } from "./rendered.ts";

const home = { server: "https://github.com", owner: "acme", repo: "tool" };
const place = { home };
const clean = (text: string) => harmless(text, place);

test("T12: a reference that closes nothing stays", () => {
  expect(clean("It needs #1, see acme/tool#2.")).toBe("It needs #1, see acme/tool#2.");
});

test("T12: a pull request closes its goal and nothing else", () => {
  const said = harmless("Closes #12.\n\nCloses #13.", { home, mayClose: 12 });
  expect(closings(rendered(said))).toEqual(["Closes #12"]);
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
