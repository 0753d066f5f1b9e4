/** Reads fields of a request body or variables, refusing wrong types as GitHub does. */

import { Refusal, unprocessable } from "../refusal.ts";

/** GitHub's limit for bodies of issues and comments. */
const longestBody = 65_536;
const longestTitle = 256;

export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** Parses a JSON body; an empty one has no fields. Throws 400 for anything but an object. */
  static parse(json: string): Fields {
    if (json.trim() === "") return new Fields({});
    const value = parseJson(json);
    if (Array.isArray(value)) return new Fields({ labels: value });
    if (typeof value !== "object" || value === null) throw new Refusal(400, "Body should be a JSON object");
    return new Fields(value as Record<string, unknown>);
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  isNull(name: string): boolean {
    return this.#values[name] === null;
  }

  value(name: string): unknown {
    return this.#values[name];
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    throw wrongType(name, value, "a string");
  }

  /** A text that null clears: undefined when absent. */
  clearableText(name: string): string | null | undefined {
    return this.isNull(name) ? null : this.text(name);
  }

  number(name: string): number | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (Number.isSafeInteger(Number(value)) && value !== "") return Number(value);
    throw wrongType(name, value, "an integer");
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  /** One of the listed words, undefined when absent. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word) return word;
    throw unprocessable(
      `Invalid request.\n\n${JSON.stringify(value)} is not a member of [${words.join(", ")}].`,
    );
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return value;
    throw wrongType(name, value, "an array");
  }

  /** A required text; throws 422 when it is absent. */
  required(name: string): string {
    const value = this.text(name);
    if (value !== undefined) return value;
    throw unprocessable(`Invalid request.\n\n"${name}" wasn't supplied.`);
  }

  requiredNumber(name: string): number {
    const value = this.number(name);
    if (value !== undefined) return value;
    throw unprocessable(`Invalid request.\n\n"${name}" wasn't supplied.`);
  }
}

/** The body of an issue or comment; throws 422 when it is longer than GitHub takes. */
export function checkBody<Body extends string | null | undefined>(body: Body, resource: string): Body {
  if (body && body.length > longestBody) {
    const message = `body is too long (maximum is ${longestBody} characters)`;
    throw new Refusal(422, "Validation Failed", [{ resource, code: "custom", field: "body", message }]);
  }
  return body;
}

/** A title that is neither blank nor longer than GitHub takes. */
export function checkTitle(title: string, resource: string): string {
  if (title.trim() === "") {
    throw new Refusal(422, "Validation Failed", [{ resource, code: "missing_field", field: "title" }]);
  }
  if (title.length > longestTitle) {
    const message = `title is too long (maximum is ${longestTitle} characters)`;
    throw new Refusal(422, "Validation Failed", [{ resource, code: "custom", field: "title", message }]);
  }
  return title;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

const wrongType = (name: string, value: unknown, wanted: string) =>
  unprocessable(`Invalid request.\n\nFor '${name}', ${JSON.stringify(value)} is not ${wanted}.`);
