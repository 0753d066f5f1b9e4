/** GitHub's API over the simulated forge, for the routes we use, with the retries of the octokit that Probot makes. */

import { usualLease } from "../../src/domain/lease.ts";
import type { Api } from "../../src/effect/github.ts";
import { isTooLate } from "../../src/effect/timely.ts";
import { HttpError, type Network } from "./network.ts";
import type { Random } from "./random.ts";
import { graphqlAnswers, restAnswers } from "./routes.ts";
import type { Tracker } from "./tracker.ts";
import type { Machine, VirtualTime } from "./virtual-time.ts";

/** The plugin that retries leaves these alone. */
const final = new Set([400, 401, 403, 404, 410, 422, 451]);
const mostRetries = 3;
/** So many milliseconds an issue may seem to be gone, once in ten times as many. */
const moment = 60_000;

export interface ApiOptions {
  readonly machine: Machine;
  readonly network: Network;
  readonly tracker: Tracker;
  readonly time: VirtualTime;
  readonly random: Random;
  /** Told of each write as it takes effect. */
  readonly wrote?: (route: string, fields: Fields) => void;
}

type Fields = Readonly<Record<string, unknown>>;

export function simulatedApi(options: ApiOptions): Api {
  const { machine, network, tracker, time, random, wrote } = options;
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => void time.after(milliseconds, resolve, machine));

  /** How far back a list is shown. */
  const staleness = () => (network.faults.strikes("stale-list") ? random.between(1000, 60_000) : 0);

  async function send<Answer>(route: string, fields: Fields, effect: () => Answer): Promise<Answer> {
    const isRead = route.startsWith("GET ");
    const asked = time.now;
    const retries = (fields.request as { retries?: number } | undefined)?.retries ?? mostRetries;
    for (let attempt = 0; ; attempt++) {
      try {
        if (!isRead && isTooLate(time.now - asked, usualLease))
          throw new HttpError(400, "It waited for too long.");
        const answer = () => {
          if (network.faults.strikes("token-expired")) throw new HttpError(401, "Bad credentials");
          if (network.faults.strikes("secondary-limit"))
            throw new HttpError(429, "You have exceeded a secondary rate limit");
          if (!isRead) wrote?.(route, fields);
          return effect();
        };
        return await (isRead ? network.read(machine, answer) : network.ask(machine, answer));
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        if (error.status === 429 && attempt < mostRetries) await wait(60_000);
        else if (final.has(error.status) || attempt >= retries) throw error;
        else await wait((attempt + 1) ** 2 * 1000);
      }
    }
  }

  let momentAt = Number.NEGATIVE_INFINITY;
  /** Whoever asks again and again is answered in between. */
  const isGoneForAMoment = (): boolean => {
    const age = time.now - momentAt;
    const strikes = (age < moment || age > 10 * moment) && network.faults.strikes("gone-for-a-moment");
    if (strikes && age > moment) momentAt = time.now;
    return strikes;
  };

  const request = async (route: string, fields: Fields = {}) => {
    const answers = restAnswers[route];
    if (!answers) throw new Error(`The simulated forge has no ${route}.`);
    const context = { tracker, now: time.now, fields, query: "", staleness: staleness() };
    const isMomentary = /^GET .*(issue_number|comment_id)/.test(route);
    const data = await send(route, fields, () => {
      if (isMomentary && isGoneForAMoment()) throw new HttpError(404, "Not Found");
      return answers({ ...context, now: time.now });
    });
    return { data };
  };

  const graphql = (query: string, fields: Fields = {}) => {
    const name = Object.keys(graphqlAnswers).find((part) => query.includes(part));
    const answers = name === undefined ? undefined : graphqlAnswers[name];
    if (!answers) throw new Error(`The simulated forge does not understand ${query}`);
    const route = query.startsWith("mutation") ? "mutation" : "GET graphql";
    return send(route, fields, () => answers({ tracker, now: time.now, fields, query, staleness: 0 }));
  };

  return { request, graphql } as unknown as Api;
}
