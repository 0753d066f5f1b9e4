/** GitHub's API with the gate before it: reads of our repository pass, writes pass if we know them, all else is refused. */

import type { Octokit } from "@octokit/rest";
import { OperationTypeNode, parse } from "graphql";
import { z } from "zod";
import { longestText } from "../codec/longest-text.ts";
import { type Caps, Ceilings } from "./ceilings.ts";
import { KeptIn, leakIn } from "./leak.ts";
import { harmlessTitle } from "./plain.ts";
import type { Home } from "./references.ts";
import { createIssueMutation, createIssueWrite, type TextKind, type Write, writes } from "./routes.ts";
import type { Secrets } from "./secrets.ts";
import { harmless, harmlessBody } from "./text.ts";

type Api = Pick<Octokit, "request" | "graphql">;

export interface GatedApi extends Api {
  /** A text as it would stand in a body, without our marker: to see whether it stands there already. */
  readonly sendable: (text: string) => Promise<string>;
}

export interface ApiGate {
  readonly home: Home;
  readonly secrets: Secrets;
  /** Signs our markers. */
  readonly secret: string;
  /** Milliseconds on a clock that nobody sets. */
  readonly now: () => number;
  readonly caps?: Caps;
}

type Fields = Readonly<Record<string, unknown>>;

/** Throws KeptIn for what may not be asked or written. Every text that leaves is made harmless; one with a secret stays. */
export function gateApi(api: Api, gate: ApiGate): GatedApi {
  const { home } = gate;
  const ceilings = new Ceilings(gate.now, gate.caps);
  const request = async (route: string, given: Fields = {}) => {
    const { owner, repo, request: options, ...fields } = given;
    checkHome(route, owner, repo, home);
    checkOptions(route, options);
    const send = api.request as unknown as (route: string, fields: Fields) => Promise<unknown>;
    if (/^GET \/repos\/\{owner\}\/\{repo\}(\/[a-z_{}/-]+)?$/.test(route)) return send(route, given);
    const write = writes[route];
    if (!write) throw new KeptIn(`No write of ours is ${route}, so it was not sent.`);
    const made = await passed(route, write, fields, gate);
    ceilings.take(route, made);
    return send(route, { ...given, ...made });
  };
  const graphql = async (document: string, given: Fields = {}) => {
    const { request: options, ...variables } = given;
    checkOptions("graphql", options);
    const send = api.graphql as unknown as (document: string, fields: Fields) => Promise<unknown>;
    if (document !== createIssueMutation) {
      checkQuery(document);
      checkHome("graphql", variables.owner, variables.repo, home);
      return send(document, given);
    }
    const made = await passed("createIssue", createIssueWrite, variables.input, gate);
    ceilings.take("createIssue", made);
    return send(document, { ...given, input: made });
  };
  const sendable = async (text: string) => safe("body", text, "the text", gate);
  return { request, graphql, sendable } as unknown as GatedApi;
}

/** The fields of a write as they may leave. */
async function passed(route: string, write: Write, given: unknown, gate: ApiGate): Promise<Fields> {
  const parsed = write.fields.safeParse(given);
  if (!parsed.success)
    throw new KeptIn(
      `${route} was not sent, for its fields are not those of "${write.purpose}": ${problem(parsed.error)}.`,
    );
  const fields = { ...(parsed.data as Record<string, unknown>) };
  const mayClose = /^swarm\/(\d+)\//.exec(String(fields.head ?? ""))?.[1];
  for (const [name, value] of Object.entries(fields)) {
    const kind = write.texts[name];
    if (kind === undefined || typeof value !== "string") await keepIn(value, name, gate);
    else
      fields[name] = await safe(
        kind,
        value,
        `the ${name}`,
        gate,
        mayClose === undefined ? undefined : Number(mayClose),
      );
  }
  return fields;
}

/** What may not leave is replaced by a sentence that says so: the swarm goes on, and a person sees it. */
async function safe(
  kind: TextKind,
  given: string,
  where: string,
  gate: ApiGate,
  mayClose?: number,
): Promise<string> {
  const { home, secrets, secret } = gate;
  // GitHub takes no more, and our marker is at the end.
  const text =
    given.length > longestText ? `${given.slice(0, longestText)}${given.slice(-markerSpace)}` : given;
  const leak = await leakIn(text, where, secrets);
  if (kind === "title") return leak ?? harmlessTitle(text, home);
  const place = { home, mayClose };
  if (kind === "markdown") return leak ?? harmless(text, place);
  return harmlessBody(leak === undefined ? text : `${leak}${markerOf(text)}`, place, secret);
}

/** Our marker stays with the sentence, or what was said would not be found again. */
const markerOf = (text: string): string =>
  /\n\n<!-- stigmergy [^\n>]{1,400} -->\s*$/.exec(text.slice(-markerSpace))?.[0] ?? "";

const markerSpace = 500;

/** Throws when a field that is no text of a model holds a secret. */
async function keepIn(value: unknown, name: string, { secrets }: ApiGate): Promise<void> {
  if (typeof value === "number") return;
  // A secret may be spread over the items of a list, and be cut within a character's escape.
  const joined = Array.isArray(value) ? value.join("") : "";
  const leak = await leakIn(`${JSON.stringify(value) ?? ""}\n${joined}`, `the ${name}`, secrets);
  if (leak !== undefined) throw new KeptIn(leak);
}

function checkHome(route: string, owner: unknown, repo: unknown, home: Home): void {
  if (owner === home.owner && repo === home.repo) return;
  throw new KeptIn(`${route} is not for ${home.owner}/${home.repo}, so it was not sent.`);
}

const requestOptions = z
  .strictObject({ retries: z.literal(0), redirect: z.literal("manual") })
  .partial()
  .optional();

function checkOptions(route: string, options: unknown): void {
  if (!requestOptions.safeParse(options).success)
    throw new KeptIn(`${route} carries options that are not ours, so it was not sent.`);
}

function checkQuery(document: string): void {
  const isReading = parse(document).definitions.every(
    (part) => part.kind === "OperationDefinition" && part.operation === OperationTypeNode.QUERY,
  );
  if (!isReading) throw new KeptIn("A mutation that is not ours was not sent.");
}

const problem = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? "unknown" : `${issue.path.join(".") || "they"}: ${issue.message}`;
};
