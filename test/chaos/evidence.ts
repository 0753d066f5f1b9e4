/** What one goal left behind, read from git on the forge's disk and from the API as a person. */

import { join } from "node:path";
import { git } from "./git.ts";
import { type History, readHistory } from "./history.ts";
import type { Issue, Person } from "./person.ts";

export interface Evidence {
  /** `done`, `stopped`, `failed`, or undefined while the goal runs. */
  readonly ended: string | undefined;
  /** Titles of what landed and was not taken back, sorted; a title stands twice when it landed twice. */
  readonly landed: readonly string[];
  /** The tree of the integration branch. */
  readonly tree: string;
  readonly head: string;
  /** Issues that the goal brought about. */
  readonly issues: readonly Issue[];
  readonly branches: readonly { readonly name: string; readonly sha: string; readonly message: string }[];
  readonly pulls: readonly { readonly number: number; readonly head: string }[];
  /** Those on the goal. */
  readonly comments: readonly string[];
  /** Those on its issues. */
  readonly remarks: readonly { readonly issue: number; readonly body: string }[];
  readonly history: History;
}

export interface Place {
  /** The forge's folder. */
  readonly folder: string;
  readonly owner: string;
  readonly repository: string;
  readonly goal: number;
}

export const bareOf = ({ folder, owner, repository }: Place) =>
  join(folder, "repos", owner, `${repository}.git`);

/** How the log says that the goal ended; undefined while it runs. */
export async function endOf(place: Place): Promise<string | undefined> {
  const log = `refs/heads/swarm/${place.goal}/log`;
  const subjects = await git(bareOf(place), "log", "--first-parent", "--format=%s", "-n", "5", log).catch(
    () => "",
  );
  return /^the goal is (done|stopped|failed)/m.exec(subjects)?.[1];
}

export async function readEvidence(place: Place, person: Person): Promise<Evidence> {
  const bare = bareOf(place);
  const integration = `refs/heads/swarm/${place.goal}/integration`;
  const { goal } = place;
  const issues = (await person.issues()).filter(({ marker }) => marker?.goal === goal);
  const title = (task: number) => issues.find(({ number }) => number === task)?.title ?? `#${task}`;
  const head = await git(bare, "rev-parse", "--verify", integration).catch(() => "");
  const [landed, tree, branches, pulls, comments, remarks, history] = await Promise.all([
    head === "" ? [] : landedIn(bare, integration),
    head === "" ? "" : git(bare, "rev-parse", `${integration}^{tree}`),
    branchesOf(bare, place.goal),
    person.pulls(`swarm/${place.goal}/integration`),
    person.comments(goal),
    Promise.all(issues.map(({ number }) => remarksOn(number, person))),
    readHistory(place),
  ]);
  const ended = await endOf(place);
  const found = { ended, landed: landed.map(title).sort(), tree, head, issues, branches, pulls, comments };
  return { ...found, remarks: remarks.flat(), history };
}

const remarksOn = async (issue: number, person: Person) =>
  (await person.comments(issue)).map((body) => ({ issue, body }));

async function landedIn(bare: string, integration: string): Promise<readonly number[]> {
  const format =
    "--format=%(trailers:key=Swarm-Task,valueonly,separator=%x2C)|%(trailers:key=Swarm-Revert,valueonly,separator=%x2C)";
  const lines = (await git(bare, "log", "--first-parent", "--reverse", format, integration)).split("\n");
  const landed: number[] = [];
  for (const line of lines) {
    const [task, revert] = line.split("|").map(Number);
    if (task) landed.push(task);
    if (revert) landed.splice(landed.lastIndexOf(revert), 1);
  }
  return landed;
}

async function branchesOf(bare: string, goal: number): Promise<Evidence["branches"]> {
  const format = "--format=%(refname:lstrip=2)%00%(objectname)%00%(contents)%01";
  const out = await git(bare, "for-each-ref", format, `refs/heads/swarm/${goal}`);
  return out.split("\u0001").flatMap((text) => {
    const [name, sha, message = ""] = text.trim().split("\0");
    return name && sha ? [{ name, sha, message }] : [];
  });
}
