/** Which fault befalls an API call, and what it does to the call. */

import type { Actor } from "../actor.ts";
import type { Answer } from "../rest/route.ts";
import type { Store } from "../store.ts";
import type { Dice } from "./dice.ts";
import type { FaultKind } from "./kinds.ts";

/** What a client sees instead of the answer: another one, or the end of the connection. */
export type Outcome = Answer | "cut";

export interface Mishap {
  readonly kind: FaultKind;
  /** The server does not act. */
  readonly instead?: Outcome;
  /** The server acts, and this is what the client sees. */
  readonly after?: Outcome;
  /** Milliseconds by which the answer is late. */
  readonly late?: number;
  /** What the server looks at instead of the present. */
  readonly view?: Store;
  /** The request's body as the server takes it. */
  readonly body?: string;
}

export interface CallFacts {
  readonly method: string;
  /** Below the API's root, as "/repos/acme/widgets/issues" or "/graphql". */
  readonly path: string;
  readonly body: string;
  readonly actor: Actor;
  /** Milliseconds since the issue that the path names was made; undefined when it names none. */
  readonly issueAge: number | undefined;
  /** The store as it was a few seconds ago, if the forge is that old. */
  readonly past: Store | undefined;
}

const longestBody = 65_536;
/** For so many milliseconds an issue may not be found yet. */
const settles = 4000;

const words = (message: string) => ({
  message,
  documentation_url: "https://docs.github.com/rest",
});

export const down = (status: number): Answer => ({ status, body: words("Server Error") });

const slowDown = words(
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
);

/** The first kind that applies and falls; undefined when the call goes well. */
export function drawMishap(dice: Dice, call: CallFacts): Mishap | undefined {
  for (const [kind, mishap] of mishaps) {
    const found = mishap(call, dice);
    if (found && dice.falls(kind)) return { kind, ...found() };
  }
  return undefined;
}

type Draw = (call: CallFacts, dice: Dice) => (() => Omit<Mishap, "kind">) | undefined;

const isWrite = ({ method, path, body }: CallFacts) =>
  path === "/graphql" ? /\bmutation\b/.test(body) : method !== "GET";

const always: (make: (dice: Dice) => Omit<Mishap, "kind">) => Draw = (make) => (_, dice) => () => make(dice);

const when =
  (holds: (call: CallFacts) => boolean, make: (dice: Dice) => Omit<Mishap, "kind">): Draw =>
  (call, dice) =>
    holds(call) ? () => make(dice) : undefined;

const movesRef = ({ method, path, body }: CallFacts) =>
  (/\/git\/refs(\/|$)/.test(path) && method !== "GET") ||
  (path === "/graphql" && /\bupdateRefs\b/.test(body));

const vague: Answer = { status: 422, body: words("Reference update failed") };

const mishaps: readonly (readonly [FaultKind, Draw])[] = [
  ["kept-body", ({ method, body }) => (method === "PATCH" ? withoutOversized(body) : undefined)],
  [
    "token-expired",
    when(isInstallation, () => ({ instead: { status: 401, body: words("Bad credentials") } })),
  ],
  ["refused", always(() => ({ instead: "cut" }))],
  ["limited", always((dice) => limited(dice, { "Retry-After": String(dice.between("limited", 1, 2)) }))],
  ["limited-mutely", always((dice) => limited(dice, {}))],
  [
    "not-found-yet",
    when(
      ({ issueAge = settles }) => issueAge < settles,
      () => ({ instead: notFound }),
    ),
  ],
  [
    "unclear-ref",
    when(movesRef, (dice) =>
      dice.between("unclear-ref", 0, 1) === 0 ? { instead: vague } : { after: vague },
    ),
  ],
  [
    "stale-list",
    ({ method, path, past: view }) =>
      method === "GET" && isList.test(path) && view ? () => ({ view }) : undefined,
  ],
  ["lost-answer", when(isWrite, () => ({ after: "cut" }))],
  ["bad-gateway", when(isWrite, () => ({ after: down(502) }))],
  ["late-answer", always((dice) => ({ late: dice.between("late-answer", 200, 2500) }))],
];

const isList = /\/(issues|comments|sub_issues|milestones|pulls)$/;
const notFound: Answer = { status: 404, body: words("Not Found") };

function isInstallation({ actor }: CallFacts): boolean {
  return actor.kind === "installation";
}

/** GitHub says it with either status. */
function limited(dice: Dice, headers: Readonly<Record<string, string>>): Omit<Mishap, "kind"> {
  return { instead: { status: dice.between("limited", 0, 1) === 0 ? 403 : 429, headers, body: slowDown } };
}

function withoutOversized(text: string): (() => Omit<Mishap, "kind">) | undefined {
  if (text.length <= longestBody) return undefined;
  const { body, ...others } = JSON.parse(text) as { body?: unknown };
  if (typeof body !== "string" || body.length <= longestBody) return undefined;
  return () => ({ body: JSON.stringify(others) });
}
