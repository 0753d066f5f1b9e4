/** Claims that nobody took over though somebody could: pure, on the moves of a goal's branches and on who ran when. */

import type { Move } from "./history.ts";
import type { Violation } from "./judge.ts";
import type { Span } from "./process.ts";

export interface Uptime {
  readonly forge: readonly Span[];
  readonly apps: readonly (readonly Span[])[];
}

export interface Patience {
  /** Milliseconds after which a silent claim may be taken over. */
  readonly lease: number;
  /** Milliseconds that the taking over may last, all of them with the forge and the same app at work. */
  readonly grace: number;
  /** Milliseconds since 1970 when the looking ended. */
  readonly until: number;
  /** When people or a limit of the forge's kept everybody from working. */
  readonly excused: readonly Span[];
}

/** One violation for each claim that outlived its lease while the same app could have known all the time. */
export function heldTooLong(
  moves: readonly Move[],
  uptime: Uptime,
  patience: Patience,
): readonly Violation[] {
  return claimsIn(moves, patience.until).flatMap(({ branch, from, to }) => {
    const longest = Math.max(
      0,
      ...uptime.apps.map((spans) => together({ from, to }, spans, uptime, patience)),
    );
    if (longest <= patience.lease + patience.grace) return [];
    const seconds = Math.round(longest / 1000);
    return [
      {
        invariant: "claim-ends",
        found: `${branch} was silently claimed for ${seconds} s beside a living app`,
      },
    ];
  });
}

/** The times for which a branch stood at a claim; the end of one whose next move nobody wrote down is unknown. */
function claimsIn(moves: readonly Move[], until: number): readonly (Required<Span> & { branch: string })[] {
  return moves.flatMap((move, index) => {
    if (!/^task-\d+$/.test(move.branch) || !/^Swarm-Claim: /m.test(move.message)) return [];
    const next = moves.slice(index + 1).find(({ branch }) => branch === move.branch);
    if (next && next.old !== move.sha) return [];
    return [{ branch: move.branch, from: move.at, to: next?.at ?? until }];
  });
}

/** The longest stretch of the claim in which this app and the forge ran and nothing excused them. */
function together(claim: Required<Span>, app: readonly Span[], uptime: Uptime, patience: Patience): number {
  const both = app.flatMap((one) => uptime.forge.map((other) => overlap(overlap(claim, one), other)));
  const stretches = patience.excused.reduce(
    (left, excuse) => left.flatMap((span) => without(span, excuse)),
    both.filter(({ from, to }) => from < to),
  );
  return Math.max(0, ...stretches.map(({ from, to }) => to - from));
}

const overlap = (one: Required<Span>, other: Span): Required<Span> => ({
  from: Math.max(one.from, other.from),
  to: Math.min(one.to, other.to ?? Infinity),
});

const without = (span: Required<Span>, { from, to = Infinity }: Span): readonly Required<Span>[] =>
  [
    { from: span.from, to: Math.min(span.to, from) },
    { from: Math.max(span.from, to), to: span.to },
  ].filter((part) => part.from < part.to);

/** From each command to pause until the next to resume. */
export function pausesIn(moves: readonly Move[]): readonly Span[] {
  const words = moves
    .filter(({ branch }) => branch === "log")
    .flatMap(({ at, message }) =>
      [...message.matchAll(/"kind":"command".*?"word":"(pause|resume)"/g)].map(([, word]) => ({ at, word })),
    );
  return words.flatMap(({ at, word }, index) => {
    const resumed = words.slice(index).find((later) => later.word === "resume");
    return word === "pause" ? [{ from: at, ...(resumed ? { to: resumed.at + 1000 } : {}) }] : [];
  });
}
