/** What the person of the demo does, and when. */

import type { Wish } from "./human.ts";

const directive: Wish = {
  seeing: "Write a shopping list",
  on: "goal",
  say: "People here shop in grams: shopping lists are written in grams and millilitres, never in kilograms or litres.",
};

const veto: Wish = {
  seeing: "Put an emoji before every heading",
  on: "issue",
  say: "No pictures in our README.\n\n/swarm veto",
};

export const story = {
  directive,
  veto,
  /** Breaks a landed file, so that a held check fails from then on. */
  sabotage: {
    seeing: "Scale a recipe",
    file: { path: "src/scale.js", text: "export const scale = (recipe) => recipe;\n" },
  },
};
