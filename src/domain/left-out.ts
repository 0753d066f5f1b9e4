/** What planners asked for and did not get: counted, so that it is said once. */

import type { LeftOut } from "./proposal.ts";

/** Undefined when nothing was left out. */
export const leftOutFor = (reasons: readonly string[], waits: boolean): LeftOut | undefined =>
  reasons.length === 0
    ? undefined
    : { requests: reasons.length, reasons: [...new Set(reasons)], ...(waits ? { waits } : {}) };

export const addLeftOut = (a: LeftOut | undefined, b: LeftOut | undefined): LeftOut | undefined =>
  a && b
    ? {
        requests: a.requests + b.requests,
        reasons: [...new Set([...a.reasons, ...b.reasons])],
        ...(a.waits || b.waits ? { waits: true } : {}),
      }
    : (a ?? b);

/** One sentence, and one for each reason, however many requests they are about. */
export const leftOutWords = ({ requests, reasons }: LeftOut): string =>
  `${requests.toLocaleString("en")} ${requests === 1 ? "request of planners was" : "requests of planners were"} left out. ${reasons.join(" ")}`;
