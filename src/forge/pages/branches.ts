/** Branches, as git has them now. */

import { html } from "./html.ts";
import { count, empty, shaLink, when } from "./phrases.ts";
import { linkReferences } from "./references.ts";
import { branchPath, type Section, type Visit } from "./visit.ts";

export interface Branch {
  readonly name: string;
  readonly sha: string;
  readonly date: string;
  readonly author: string;
  readonly subject: string;
}

const fields = ["%(refname)", "%(objectname)", "%(committerdate:iso-strict)", "%(authorname)", "%(subject)"];

/** All branches, the default one first, then the newest. */
export async function readBranches({ hub, directory, repository }: Visit): Promise<Branch[]> {
  const format = `--format=${fields.join("%00")}`;
  const output = await hub.git.read(directory, [
    "for-each-ref",
    "--sort=-committerdate",
    format,
    "refs/heads/",
  ]);
  const branches = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Branch => {
      const [ref = "", sha = "", date = "", author = "", subject = ""] = line.split("\0");
      return { name: ref.replace("refs/heads/", ""), sha, date, author, subject };
    });
  const rank = (branch: Branch) => (branch.name === repository.defaultBranch ? 0 : 1);
  return branches.sort((one, other) => rank(one) - rank(other));
}

/** The commit at the tip of a branch of exactly this name, or undefined. */
export async function branchTip({ hub, directory }: Visit, name: string): Promise<string | undefined> {
  const ref = `refs/heads/${name}`;
  const { code, stdout } = await hub.git.run(directory, ["show-ref", "--verify", "--hash", ref]);
  return code === 0 ? stdout.trim() : undefined;
}

export const showBranches: Section = async (visit, rest) => {
  if (rest !== "") return undefined;
  const branches = await readBranches(visit);
  const rows = branches.map(
    (
      branch,
    ) => html`<li><div><p><a class="branch" href="${branchPath(visit, branch.name)}">${branch.name}</a>${branch.name === visit.repository.defaultBranch && html` <span class="tag">default</span>`}</p>
<p class="about"><span>${linkReferences(visit.path, branch.subject)}</span>${shaLink(visit.path, branch.sha)}<span>${branch.author}</span>${when(visit.hub, branch.date)}</p></div></li>`,
  );
  const list = rows.length === 0 ? empty("Nothing was pushed yet.") : html`<ul class="rows">${rows}</ul>`;
  const body = html`<h1>Branches</h1><p class="empty">${count(branches.length, "tip")}, the newest first</p>${list}`;
  return { title: "Branches", tab: "branches", body };
};
