/** Secrets that were made up to be followed, and how it is seen that one got out. */

import type { Random } from "../../simulate/random.ts";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];

export const drawCanary = (random: Random): string =>
  Array.from({ length: random.between(24, 60) }, () =>
    random.chance(0.06) ? random.pick(["-", "_", "."]) : random.pick(letters),
  ).join("");

const bare = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "");

/**
 * Whether what left holds more of the written secret than eleven of its characters, whatever was put between. `written`
 * is the whole of a secret of `length` characters, in some encoding.
 */
export function gotOut(left: string, written: string, length: number): boolean {
  const [sent, text] = [bare(left), bare(written)];
  const window = Math.ceil((text.length * 12) / length);
  for (let at = 0; at + window <= text.length; at++)
    if (sent.includes(text.slice(at, at + window))) return true;
  return false;
}
