/** T12, T27, T49: nothing in a text of a model calls, closes or leads elsewhere once it left, and the gate is done in one pass. */

import { longestText } from "../../../src/codec/longest-text.ts";
import { harmless } from "../../../src/gate/text.ts";
import { closings, mentions, rendered } from "../../gate/rendered.ts";
import type { Random } from "../../simulate/random.ts";
import { beacons, closingWords, mentioning, pieces } from "../corpus/markdown.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const own = "https://github.com/acme/tool";
const place = { home: { server: "https://github.com", owner: "acme", repo: "tool" } };

const attacks = [...beacons, ...closingWords, ...mentioning];

/** Pieces in any order, and at times a whole attack among them. */
function draw(random: Random): string {
  const some = Array.from({ length: random.between(3, 24) }, () => random.pick(pieces));
  if (random.chance(0.4)) some.splice(random.between(0, some.length), 0, random.pick(attacks));
  return some.join("");
}

function check(text: string, guarded: boolean): string | undefined {
  const said = guarded ? harmless(text, place) : text;
  const live = rendered(said);
  if (live.targets.some((target) => /^(\w+:|\/|<)/.test(target) && !target.startsWith(own)))
    return "something leads elsewhere";
  if (mentions(live).length > 0) return "somebody is called";
  if (closings(live).length > 0) return "something is closed";
  if (live.drawn.some((drawing) => drawing.trim() !== "")) return "something is drawn";
  if (!guarded) return undefined;
  if (said.length > longestText) return "it is too long";
  return harmless(said, place) === said ? undefined : "it changes the second time";
}

export const markdown: Part = {
  name: "markdown",
  run: (count, random) => tried({ fixtures: attacks, draw, check }, count, random),
};
