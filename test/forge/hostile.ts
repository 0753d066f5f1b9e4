/** A repository in which every text a stranger can write tries to become markup. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { git, type startGround, widgets } from "./ground.ts";

export type Ground = Awaited<ReturnType<typeof startGround>>;

/** Runs, loads or sends something if it is ever read as HTML, and names where it stood. */
export const attack = (place: string): string =>
  `${place} <script>document.title="${place}"</script><img src=x onerror="document.title='${place}'">"'><svg onload=document.title=1>`;

const markdown = [
  attack("markdown"),
  "[click](javascript:document.title=1) [data](data:text/html,<script>1</script>) ![pixel](http://192.0.2.1/p.png)",
  "<a href='javascript:1'>raw</a> <style>body{display:none}</style> <iframe src=http://192.0.2.1></iframe>",
  "<!-- hidden words -->",
  "`<b>code</b>`\n\n```html\n<script>document.title=2</script>\n```",
  "| <i>a</i> | b |\n| --- | --- |\n| <script>3</script> | [x](vbscript:1) |",
].join("\n\n");

/** Issue #1 with sub-issue #2, a comment, a label and a milestone, a branch with one commit, and pull request #3. */
export async function fillHostile(ground: Ground): Promise<{ readonly sha: string }> {
  const { issues, pulls } = ground.as("ada").rest;
  await issues.createLabel({
    ...widgets,
    name: `<i>"label'`,
    color: "d73a4a",
    description: `"><script>document.title="label"</script>`,
  });
  await issues.createMilestone({ ...widgets, title: attack("milestone"), description: markdown });
  const { data: issue } = await issues.create({
    ...widgets,
    title: attack("title"),
    body: markdown,
    labels: [`<i>"label'`],
    milestone: 1,
  });
  await issues.createComment({ ...widgets, issue_number: issue.number, body: markdown });
  const { data: child } = await issues.create({
    ...widgets,
    title: attack("child"),
    body: "> ".repeat(5000),
  });
  await issues.addSubIssue({ ...widgets, issue_number: issue.number, sub_issue_id: child.id });
  const sha = await pushHostile(ground);
  await pulls.create({ ...widgets, title: attack("pull"), body: markdown, head: `x"<b>y`, base: "main" });
  return { sha };
}

async function pushHostile(ground: Ground): Promise<string> {
  const clone = join(ground.place.path, "hostile");
  await git(ground.place.path, "clone", "--quiet", ground.remote("ada"), clone);
  await git(clone, "switch", "--quiet", "--create", `x"<b>y`);
  await writeFile(join(clone, `<script>"file'.html`), `${attack("file")}\n`);
  await writeFile(join(clone, "binary.bin"), Buffer.from([0, 1, 2, 255]));
  await git(clone, "add", "--all");
  const message = `${attack("subject")}\n\n${attack("body")}\n\nSwarm-Task: ${attack("trailer")}`;
  await git(clone, "-c", `user.name=${attack("author")}`, "commit", "--quiet", `--message=${message}`);
  await git(clone, "push", "--quiet", "origin", `x"<b>y`);
  return git(clone, "rev-parse", "HEAD");
}
