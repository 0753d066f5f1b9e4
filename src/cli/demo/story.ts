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
  /** Breaks a landed file whose check passed on the base, so that it is held whenever the damage comes. */
  sabotage: {
    seeing: "Read fractions",
    file: {
      path: "src/quantity.js",
      text: 'export const parseQuantity = () => ({ amount: 0, unit: "g" });\n',
    },
  },
};
