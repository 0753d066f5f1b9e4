/** The faults of one forge: what befalls each request and delivery, told to the journal when it happens. Apps only: people are spared. */

import type { Actor } from "../actor.ts";
import { type Clock, timestamp } from "../clock.ts";
import type { JournalFile } from "../journal.ts";
import type { Store } from "../store.ts";
import { type CallFacts, down, drawMishap, type Mishap } from "./calls.ts";
import { drawFate, type Fate } from "./deliveries.ts";
import { Dice } from "./dice.ts";
import type { FaultKind, FaultOptions } from "./kinds.ts";

export type { Mishap } from "./calls.ts";

/** What befalls a git request. */
export type GitMishap = "refused" | "burst" | "git-token-expired" | "cut-push" | "lost-push-answer";

const second = 1000;
/** A stale list is at least so old. */
const staleness = 2 * second;

export class Faults {
  readonly #dice: Dice;
  readonly #store: Store;
  readonly #journal: JournalFile;
  readonly #clock: Clock;
  /** How many more requests the present burst takes. */
  #burst = 0;
  #past: { readonly at: number; readonly store: Store }[] = [];

  constructor(options: FaultOptions, store: Store, journal: JournalFile, clock: Clock) {
    this.#dice = new Dice(options);
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
  }

  /** `path` is below the API's root. A token that expires is really gone. */
  onCall(actor: Actor, method: string, path: string, body: string): Mishap | undefined {
    if (!isApp(actor)) return undefined;
    const what = `${method} ${path}`;
    if (this.#inBurst())
      return this.#tell(what, { kind: "burst", instead: down(this.#dice.between("burst", 500, 503)) });
    const call: CallFacts = {
      method,
      path,
      body,
      actor,
      issueAge: this.#issueAge(path),
      past: this.#pastStore(),
    };
    const mishap = drawMishap(this.#dice, call);
    if (mishap?.kind === "token-expired") this.#takeBack(actor);
    return mishap && this.#tell(what, mishap);
  }

  onGit(actor: Actor, method: string, path: string): GitMishap | undefined {
    if (!isApp(actor)) return undefined;
    const kind = this.#drawGit(path.endsWith("/git-receive-pack"));
    if (kind === "git-token-expired") this.#takeBack(actor);
    return kind && this.#tell(`${method} ${path}`, { kind }).kind;
  }

  onDelivery(event: string): Fate | undefined {
    const fate = drawFate(this.#dice);
    return fate && this.#tell(`webhook ${event}`, fate);
  }

  #drawGit(isPush: boolean): GitMishap | undefined {
    if (this.#inBurst()) return "burst";
    if (this.#dice.falls("git-token-expired")) return "git-token-expired";
    if (this.#dice.falls("refused")) return "refused";
    if (isPush && this.#dice.falls("cut-push")) return "cut-push";
    return isPush && this.#dice.falls("lost-push-answer") ? "lost-push-answer" : undefined;
  }

  #takeBack(actor: Actor): void {
    if (actor.kind === "installation") this.#store.installationTokens.delete(actor.token.id);
  }

  #inBurst(): boolean {
    if (this.#burst === 0 && this.#dice.falls("burst")) this.#burst = this.#dice.between("burst", 2, 6);
    if (this.#burst === 0) return false;
    this.#burst -= 1;
    return true;
  }

  #issueAge(path: string): number | undefined {
    const [, owner, name, number] = /^\/repos\/([^/]+)\/([^/]+)\/issues\/(\d+)/.exec(path) ?? [];
    const repository = this.#store.repositories.group(`${owner}/${name}`.toLowerCase())[0];
    const issues = repository ? this.#store.issues.group(repository.id) : [];
    const issue = issues.find((row) => row.number === Number(number));
    return issue && this.#clock() - Date.parse(issue.createdAt);
  }

  /** A copy of the store is taken about every second, as long as lists can be stale at all. */
  #pastStore(): Store | undefined {
    if (this.#dice.rate("stale-list") === 0) return undefined;
    const now = this.#clock();
    const usable = this.#past.findLast(({ at }) => now - at >= staleness);
    if (now - (this.#past.at(-1)?.at ?? -Infinity) >= second)
      this.#past = [
        ...this.#past.filter(({ at }) => at >= (usable?.at ?? 0)),
        { at: now, store: this.#store.copy() },
      ];
    return usable?.store;
  }

  #tell<What extends { readonly kind: FaultKind }>(what: string, happened: What): What {
    this.#journal.recordFault({ at: timestamp(this.#clock()), kind: happened.kind, what });
    return happened;
  }
}

const isApp = (actor: Actor) => actor.kind === "app" || actor.kind === "installation";
