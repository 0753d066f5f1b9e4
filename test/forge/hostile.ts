/** A repository in which every text a stranger can write tries to become markup. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { git, type startGround, widgets } from "./ground.ts";

export type Ground = Awaited<ReturnType<typeof startGround>>;

/** git takes angle brackets out of names, but not what stands for them. */
export const author = "&lt;u&gt; author";

/** Means something else in an address, in a tag and in a quoted attribute. */
export const branch = `x"<u>y#%ff`;

/** Runs, loads or sends something if it is ever read as HTML, and names where it stood. */
export const attack = (place: string): string =>
  `${place} <script>document.title="${place}"</script><img src=x onerror="document.title='${place}'">"'><svg onload=document.title=1>`;

const markdown = [
  attack("markdown"),
  "[click](javascript:document.title=1) [data](data:text/html,<script>1</script>) ![pixel](http://192.0.2.1/p.png)",
  "<a href='javascript:1'>raw</a> <style>body{display:none}</style> <iframe src=http://192.0.2.1></iframe>",
  "[a](java&#x73;cript:1) [b](<java\tscript:1>) <javascript:alert(1)> [c]\n\n[c]: JaVaScRiPt:alert(1)",
  '[<img src=x onerror=1>](/safe) !["><script>4</script>](javascript:1)',
  "<!-- hidden words -->",
  "`<u>code</u>`\n\n```html\n<script>document.title=2</script>\n```",
  "| <u>a</u> | b |\n| --- | --- |\n| <script>3</script> | [x](vbscript:1) |",
].join("\n\n");

/** What a parser may choke on. */
export const deep = { quotes: ">".repeat(20_000), brackets: "[".repeat(20_000) };

/** What may push a page wider than its window. */
const wide = `${"> ".repeat(40)}${"w".repeat(300)}\n\n| ${"column | ".repeat(40)}\n|${" - |".repeat(40)}`;

/** Issue #1 with sub-issue #2, a comment, a label and a milestone, a branch with one commit, and pull request #3. */
export async function fillHostile(ground: Ground): Promise<{ readonly sha: string }> {
  const { issues, pulls } = ground.as("ada").rest;
  await issues.createLabel({
    ...widgets,
    name: `<u>"label'`,
    color: "d73a4a",
    description: `"><script>document.title="label"</script>`,
  });
  await issues.createMilestone({
    ...widgets,
    title: attack("milestone"),
    description: `${markdown}\n\n${wide}`,
  });
  const { data: issue } = await issues.create({
    ...widgets,
    title: attack("title"),
    body: markdown,
    labels: [`<u>"label'`],
    milestone: 1,
  });
  await issues.createComment({ ...widgets, issue_number: issue.number, body: markdown });
  const { data: child } = await issues.create({
    ...widgets,
    title: attack("child"),
    body: deep.quotes,
  });
  await issues.createComment({ ...widgets, issue_number: child.number, body: deep.brackets });
  await issues.createComment({ ...widgets, issue_number: child.number, body: wide });
  await issues.update({ ...widgets, issue_number: child.number, title: attack("renamed") });
  await issues.addSubIssue({ ...widgets, issue_number: issue.number, sub_issue_id: child.id });
  const sha = await pushHostile(ground);
  await pulls.create({ ...widgets, title: attack("pull"), body: markdown, head: branch, base: "main" });
  return { sha };
}

/** Looks like the start of another file's patch to whoever takes more than a line feed for the end of a line. */
export const hiding = "one\u2028diff --git a/x b/x\rdiff --git a/y b/y";

async function pushHostile(ground: Ground): Promise<string> {
  const clone = join(ground.place.path, "hostile");
  await git(ground.place.path, "clone", "--quiet", ground.remote("ada"), clone);
  await git(clone, "switch", "--quiet", "--create", branch);
  await writeFile(join(clone, `<script>"file'.html`), `${attack("file")}\n${hiding}\n`);
  await writeFile(join(clone, "binary.bin"), Buffer.from([0, 1, 2, 255]));
  await git(clone, "add", "--all");
  const message = `${attack("subject")}\n\n${attack("body")}\n\nSwarm-Task: ${attack("trailer")}\n${"Long-".repeat(60)}Key: x`;
  await git(clone, "commit", "--quiet", `--author=${author} <author@example.org>`, `--message=${message}`);
  await git(clone, "push", "--quiet", "origin", branch);
  return git(clone, "rev-parse", "HEAD");
}
