/** One kind of row, held in memory and grouped by one key; every change is handed to the log. */

interface Identified {
  readonly id: number | string;
}

export class Table<Row extends Identified> {
  readonly #rows = new Map<Row["id"], Row>();
  readonly #groups = new Map<number | string, Map<Row["id"], Row>>();
  readonly #groupOf: (row: Row) => number | string;
  readonly #log: (line: unknown) => void;
  readonly #name: string;

  /** `groupOf` names the group that `group` will find a row in. */
  constructor(name: string, log: (line: unknown) => void, groupOf: (row: Row) => number | string = () => "") {
    this.#name = name;
    this.#log = log;
    this.#groupOf = groupOf;
  }

  get(id: Row["id"]): Row | undefined {
    return this.#rows.get(id);
  }

  /** The row that must exist because another row names it; its absence is a bug. */
  need(id: Row["id"]): Row {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`The forge's ${this.#name} lack ${id}.`);
    return row;
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  /** Rows of one group, oldest first. */
  group(key: number | string): Row[] {
    return [...(this.#groups.get(key)?.values() ?? [])];
  }

  groupSize(key: number | string): number {
    return this.#groups.get(key)?.size ?? 0;
  }

  put(row: Row): Row {
    this.restore(row);
    this.#log([this.#name, row]);
    return row;
  }

  /** Changes some fields of an existing row. */
  patch(row: Row, changes: Partial<Row>): Row {
    return this.put({ ...row, ...changes });
  }

  delete(id: Row["id"]): void {
    this.forget(id);
    this.#log([this.#name, id, null]);
  }

  /** Takes a row from the log without writing it again. */
  restore(row: Row): void {
    const before = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    const key = this.#groupOf(row);
    if (before && this.#groupOf(before) !== key) this.#groups.get(this.#groupOf(before))?.delete(row.id);
    const group = this.#groups.get(key) ?? new Map<Row["id"], Row>();
    this.#groups.set(key, group.set(row.id, row));
  }

  forget(id: Row["id"]): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.#groups.get(this.#groupOf(row))?.delete(id);
  }
}
