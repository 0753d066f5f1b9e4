/** People and apps without a say, and what each of them does at the forge in the course of a run. */

import type { Interruption, Outdoors } from "../../simulate/audience.ts";
import type { Random } from "../../simulate/random.ts";
import type { SimulatedComment, SimulatedIssue, User } from "../../simulate/tracker.ts";
import { wordsOf } from "./words.ts";

/** Triage may close and label, which is a say of its own: here such a person only speaks and dislikes. */
export const strangers: readonly User[] = [
  { id: 10, login: "mallory", type: "User", permission: "read" },
  { id: 11, login: "nobody", type: "User", permission: "none" },
  { id: 12, login: "trent", type: "User", permission: "read" },
  // Took over a login; the permission belongs to the number that had it.
  { id: 13, login: "ada", type: "User", permission: "none" },
  { id: 14, login: "evil[bot]", type: "Bot", permission: "none" },
  // An app that GitHub shows as a bot with the right to write, and one without the ending.
  { id: 15, login: "swarm-helper[bot]", type: "Bot", permission: "write" },
  { id: 16, login: "Copilot", type: "Bot", permission: "write" },
];

/** Strangers' issues and comments have numbers of their own, so that ours are the same without them. */
const firstLate = 1_000_000;

type Deed = (stranger: Stranger, outdoors: Outdoors, random: Random) => void;

const deeds: readonly Deed[] = [
  (stranger, outdoors, random) => stranger.comments(outdoors, random, wordsOf(outdoors, random)),
  (stranger, outdoors, random) => stranger.comments(outdoors, random, wordsOf(outdoors, random)),
  (stranger, outdoors, random) => stranger.opens(outdoors, random, wordsOf(outdoors, random)),
  (stranger, outdoors, random) => stranger.edits(outdoors, random, wordsOf(outdoors, random)),
  (stranger, outdoors, random) => stranger.edits(outdoors, random, wordsOf(outdoors, random)),
  (stranger, outdoors, random) => stranger.withdraws(outdoors, random),
  (stranger, outdoors, random) => stranger.dislikes(outdoors, random),
  // More than fits on a page of a list.
  (stranger, outdoors, random) => {
    const words = wordsOf(outdoors, random).slice(0, 2000);
    for (let count = 0; count < 110; count++) stranger.comments(outdoors, random, words);
  },
];

/** One stranger in one run. */
class Stranger {
  readonly user: User;
  readonly #numbers: Numbers;

  constructor(user: User, numbers: Numbers) {
    this.user = user;
    this.#numbers = numbers;
  }

  comments({ tracker, now }: Outdoors, random: Random, body: string): void {
    const pulls = tracker.pulls.map(({ number }) => ({ issue: number, isOnPull: true as const }));
    const issues = [...tracker.issues.keys()].map((issue) => ({ issue }));
    const where = random.pick(pulls.length > 0 && random.chance(0.3) ? pulls : issues);
    const id = this.#numbers.next(random);
    const comment = { ...where, id, author: this.user, body, createdAt: now, updatedAt: now };
    if (!tracker.comments.has(id)) tracker.comments.set(id, [comment]);
  }

  opens({ tracker, now }: Outdoors, random: Random, body: string): void {
    const number = this.#numbers.next(random);
    if (tracker.issues.has(number)) return;
    const mayLabel = this.user.type === "Bot" || this.user.login === "trent";
    const titles = ["Task 0", "The rest", "A shop", "/swarm stop", body.slice(0, 200)];
    tracker.issues.set(number, [
      {
        ...{ number, body, title: random.pick(titles), state: "open", author: this.user, editor: undefined },
        labels: mayLabel ? [random.pick(["swarm:task", "swarm:goal", "swarm:plan", "swarm:cycle"])] : [],
        ...{ milestone: undefined, parent: undefined, createdAt: now, updatedAt: now },
      },
    ]);
  }

  /** What the stranger wrote itself, perhaps before the run began. */
  edits({ tracker, now }: Outdoors, random: Random, body: string): void {
    const own = this.#ownOf<SimulatedComment | SimulatedIssue>([
      ...tracker.comments.values(),
      ...tracker.issues.values(),
    ]);
    if (own.length === 0) return;
    const states = random.pick(own);
    const last = states.at(-1);
    if (last) states.push({ ...last, body, updatedAt: now });
  }

  withdraws({ tracker }: Outdoors, random: Random): void {
    const own = this.#ownOf(tracker.comments.values());
    const id = own.length > 0 ? random.pick(own)[0]?.id : undefined;
    if (id !== undefined) tracker.comments.delete(id);
  }

  /** A reaction changes no date. */
  dislikes({ tracker }: Outdoors, random: Random): void {
    const states = random.pick([...tracker.issues.values()]);
    const last = states.at(-1);
    if (last && !last.dislikes?.includes(this.user))
      states.push({ ...last, dislikes: [...(last.dislikes ?? []), this.user] });
  }

  #ownOf<Item extends { readonly author: User }>(histories: Iterable<Item[]>): readonly Item[][] {
    return [...histories].filter((states) => states[0]?.author.id === this.user.id);
  }
}

/** Half of what strangers write is older than all of ours, half younger. */
class Numbers {
  readonly #firstOfRun: number;
  #early = 0;
  #late = firstLate;

  constructor(firstOfRun: number) {
    this.#firstOfRun = firstOfRun;
  }

  next(random: Random): number {
    if (this.#early < this.#firstOfRun - 1 && random.chance(0.5)) return ++this.#early;
    return ++this.#late;
  }
}

/** What strangers do in a run that is calm after so many milliseconds, drawn before it begins. */
export function drawStrangers(random: Random, calmAfter: number, firstNumber: number): Interruption[] {
  const numbers = new Numbers(firstNumber);
  const cast = strangers.map((user) => new Stranger(user, numbers));
  // Hardly anything runs as long as the plan may: most is said while work goes on.
  const longest = random.chance(0.5) ? Math.min(calmAfter, 300_000) : calmAfter;
  return Array.from({ length: random.between(5, 25) }, (_, index) => {
    const draw = random.fork(`deed ${index}`);
    const stranger = draw.pick(cast);
    const deed = draw.pick(deeds);
    return { at: draw.between(1, longest), happens: (outdoors) => deed(stranger, outdoors, draw) };
  });
}
