/** The ways the forge can misbehave, and how often each does when nothing else is said. */

/** The chance per request or delivery to which the kind applies; a kind with 0 never happens. */
export const usualRates = {
  /** The connection ends before the server acts. */
  refused: 0.01,
  /** The server acts, and the connection ends instead of the answer. */
  "lost-answer": 0.02,
  /** The server acts and answers 502. */
  "bad-gateway": 0.01,
  /** This request and the next few get a 5xx and nothing is done. */
  burst: 0.004,
  /** A secondary limit that says how long to wait. */
  limited: 0.004,
  /** A secondary limit that does not. */
  "limited-mutely": 0.0005,
  /** The answer comes late. */
  "late-answer": 0.03,
  /** A ref moved by the API gets a 422 without a reason, moved or not. */
  "unclear-ref": 0.1,
  /** An issue made a moment ago is not found. */
  "not-found-yet": 0.03,
  /** A list as it was a few seconds ago. */
  "stale-list": 0.05,
  /** The token is gone before its time. */
  "token-expired": 0.003,
  /** The same, found out by git. */
  "git-token-expired": 0.003,
  /** A PATCH with an oversized body answers 200 and keeps the old text. */
  "kept-body": 1,
  /** A push of which half arrives. */
  "cut-push": 0.02,
  /** A push that is done, and whose answer is lost. */
  "lost-push-answer": 0.03,
  "lost-webhook": 0.1,
  "doubled-webhook": 0.1,
  /** It comes after those that follow it. */
  "shuffled-webhook": 0.1,
  "late-webhook": 0.1,
  /** Correctly signed, but about another issue or branch than the one something happened to. */
  "lying-webhook": 0.05,
} as const;

export type FaultKind = keyof typeof usualRates;

export const faultKinds = Object.keys(usualRates) as FaultKind[];

export interface FaultOptions {
  readonly seed: number;
  /** When given, kinds that are not named never happen. */
  readonly rates?: Readonly<Partial<Record<FaultKind, number>>>;
}

/** One fault as the journal keeps it. */
export interface Fault {
  readonly at: string;
  readonly kind: FaultKind;
  /** The request or event it befell, as "PATCH /repos/…" or "webhook push". */
  readonly what: string;
}
