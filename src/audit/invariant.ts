/** What an invariant is: a name, a sentence, and a pure check over the evidence. */

import type { Evidence } from "./evidence.ts";

export interface Finding {
  /** A note is worth knowing and breaks nothing. */
  readonly kind: "broken" | "note";
  /** A sentence with the commit or the issue that shows it. */
  readonly text: string;
}

export interface Invariant {
  readonly name: string;
  readonly title: string;
  /** Whether it can be judged yet; a promise about the end cannot before the end. */
  readonly applies: (evidence: Evidence) => boolean;
  readonly check: (evidence: Evidence) => readonly Finding[];
}

export interface Verdict {
  readonly name: string;
  readonly title: string;
  readonly applies: boolean;
  /** True as well when it does not apply yet. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
}

export const broken = (text: string): Finding => ({ kind: "broken", text });
export const note = (text: string): Finding => ({ kind: "note", text });
