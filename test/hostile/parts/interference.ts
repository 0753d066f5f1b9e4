/** Non-interference: what strangers write changes nothing that leaves the swarm. Its inputs are pairs of runs. */

import { loadPrompts } from "../../simulate/process.ts";
import { controls } from "../interference/controls.ts";
import { playPair } from "../interference/pair.ts";
import type { Part } from "../part.ts";

const anySeed = 1_000_000_000;

export const interference: Part = {
  name: "non-interference",
  run: async (count, random) => {
    await loadPrompts();
    const escapes: string[] = [];
    for (let index = 0; index < count; index++) {
      const { interference } = await playPair(random.between(1, anySeed));
      if (interference !== undefined) escapes.push(interference);
    }
    const found = await controls();
    const escaped = found.filter(({ interference }) => interference !== undefined).length;
    return { inputs: count, escapes, control: { tried: found.length, escaped } };
  },
};
