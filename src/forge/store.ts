/** The forge's memory: tables backed by one append-only file, so that a killed process loses no answered write. */

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type {
  App,
  CheckRun,
  Comment,
  Installation,
  InstallationToken,
  Issue,
  Label,
  Milestone,
  PersonalToken,
  Reaction,
  Repository,
  TimelineEvent,
  User,
} from "./rows.ts";
import { Table } from "./table.ts";

const firstId = 1001;

export class Store {
  readonly #path: string;
  /** Undefined when nothing is kept. */
  readonly #file: number | undefined;
  #lastId = firstId;
  #open = true;
  #depth = 0;
  #pending: string[] = [];
  readonly #log = (line: unknown) => this.#append(line);

  readonly users = new Table<User>("users", this.#log, (user) => user.login.toLowerCase());
  readonly personalTokens = new Table<PersonalToken>("personalTokens", this.#log, (token) => token.userId);
  readonly apps = new Table<App>("apps", this.#log, (app) => app.slug);
  readonly installations = new Table<Installation>("installations", this.#log, (row) => row.appId);
  readonly installationTokens = new Table<InstallationToken>("installationTokens", this.#log);
  readonly repositories = new Table<Repository>("repositories", this.#log, (row) =>
    `${row.owner}/${row.name}`.toLowerCase(),
  );
  readonly labels = new Table<Label>("labels", this.#log, (label) => label.repositoryId);
  readonly milestones = new Table<Milestone>("milestones", this.#log, (row) => row.repositoryId);
  readonly issues = new Table<Issue>("issues", this.#log, (issue) => issue.repositoryId);
  readonly comments = new Table<Comment>("comments", this.#log, (comment) => comment.issueId);
  readonly reactions = new Table<Reaction>("reactions", this.#log, (reaction) => reaction.subject);
  readonly events = new Table<TimelineEvent>("events", this.#log, (event) => event.issueId);
  readonly checkRuns = new Table<CheckRun>("checkRuns", this.#log, (run) => run.repositoryId);

  /** Opens the state kept under `dir`, or starts an empty one. A torn last line, left by a kill, is dropped. */
  constructor(dir: string | undefined) {
    this.#path = "";
    if (dir === undefined) return;
    mkdirSync(dir, { recursive: true });
    this.#path = join(dir, "state.jsonl");
    this.#replay();
    this.#compact();
    this.#file = openSync(this.#path, "a");
  }

  /** The rows as they are now, in memory only. */
  copy(): Store {
    const copy = new Store(undefined);
    const tables = copy.#tables();
    for (const [name, table] of Object.entries(this.#tables()))
      for (const row of table.all()) tables[name]?.restore(row as never);
    return copy;
  }

  /** A number no other row of any table has or ever had. */
  newId(): number {
    this.#lastId += 1;
    this.#append(["lastId", this.#lastId]);
    return this.#lastId;
  }

  /** Runs a change whose rows reach the disk together. */
  commit<Result>(change: () => Result): Result {
    this.#depth += 1;
    try {
      return change();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#flush();
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #append(line: unknown): void {
    this.#pending.push(JSON.stringify(line));
    if (this.#depth === 0) this.#flush();
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const lines = `${this.#pending.join("\n")}\n`;
    this.#pending = [];
    if (this.#open && this.#file !== undefined) writeSync(this.#file, lines);
  }

  #replay(): void {
    if (!existsSync(this.#path)) return;
    const lines = readFileSync(this.#path, "utf8").split("\n");
    const torn = lines.pop();
    for (const line of torn ? lines.concat(torn) : lines) {
      const entry = readLine(line);
      if (entry) this.#restore(entry);
    }
  }

  #restore([name, row, deleted]: Entry): void {
    if (name === "lastId") {
      this.#lastId = Math.max(this.#lastId, Number(row));
      return;
    }
    const table = this.#tables()[name];
    if (!table) throw new Error(`${this.#path} speaks of "${name}", which this version does not know.`);
    if (deleted === null) table.forget(row as never);
    else table.restore(row as never);
  }

  #compact(): void {
    const lines: unknown[] = [["lastId", this.#lastId]];
    for (const [name, table] of Object.entries(this.#tables())) {
      for (const row of table.all()) lines.push([name, row]);
    }
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: 0o600 });
    renameSync(fresh, this.#path);
  }

  #tables(): Record<string, Restorable> {
    const { users, personalTokens, apps, installations, installationTokens, repositories } = this;
    const { labels, milestones, issues, comments, reactions, events, checkRuns } = this;
    return {
      ...{ users, personalTokens, apps, installations, installationTokens, repositories },
      ...{ labels, milestones, issues, comments, reactions, events, checkRuns },
    };
  }
}

interface Restorable {
  all(): readonly unknown[];
  restore(row: never): void;
  forget(id: never): void;
}

type Entry = readonly [name: string, row: unknown, deleted?: null];

/** A line that is not whole JSON was being written when the process died; nobody was told it was saved. */
function readLine(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
