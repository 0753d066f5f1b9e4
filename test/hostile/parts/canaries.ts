/** T25: a secret leaves in no field of any write, in no part of a commit, and in no encoding; what only looks random does. */

import { KeptIn } from "../../../src/gate/leak.ts";
import { Secrets } from "../../../src/gate/secrets.ts";
import { canary, encoders } from "../../gate/encodings.ts";
import { posted, sinks } from "../../gate/posted.ts";
import { commitSinks, type Pushed, pushed } from "../../gate/pushed.ts";
import type { Random } from "../../simulate/random.ts";
import { drawCanary, gotOut } from "../corpus/canaries.ts";
import type { Outcome, Part } from "../part.ts";
import { tried } from "../trial.ts";

interface Leak {
  readonly sink: string;
  readonly encoding: string;
  readonly secret: string;
}

const encodings = Object.keys(encoders);
const places = [...Object.keys(sinks), ...Object.keys(commitSinks)];
const cells = places.flatMap((sink) => encodings.map((encoding) => ({ sink, encoding, secret: canary })));

/** Hashes as lockfiles and commits have them. */
const benign = [
  "sha512-Zxk3v0JyQ2VbM8kP1sT7uW4nR6yH9aL5dF0gC2eX8iB4oN7mQpZr1A==",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
];
const passing = places.map((sink) => ({ sink, text: benign.join(" ") }));

/** What left by that way, past the gate or through it: words, or whether a commit did. */
async function leaves(sink: string, text: string, secrets: Secrets, scene: Pushed, guarded: boolean) {
  if (sink in commitSinks) {
    const commit = await scene.onceOf(sink, text);
    return guarded ? scene.pushes(commit) : scene.pushesOpenly(commit);
  }
  const { api, sent } = posted({ secrets: guarded ? secrets : new Secrets() });
  await sinks[sink]?.(api, text).catch((error: unknown) => {
    if (!(error instanceof KeptIn)) throw error;
  });
  return JSON.stringify(sent);
}

async function run(count: number, random: Random): Promise<Outcome> {
  await using scene = await pushed();
  const outcome = await tried<Leak>(
    {
      fixtures: cells,
      // Commits take longer than words do: of the drawn inputs a few are enough.
      draw: (from) => {
        const sink = from.pick(Object.keys(from.chance(0.05) ? commitSinks : sinks));
        return { sink, encoding: from.pick(encodings), secret: drawCanary(from) };
      },
      check: async ({ sink, encoding, secret }, guarded) => {
        const secrets = new Secrets();
        for (const known of [secrets, scene.secrets]) known.add(secret);
        const written = encoders[encoding]?.(secret) ?? "";
        const left = await leaves(sink, `It is ${written}`, secrets, scene, guarded);
        const isOut = typeof left === "string" ? gotOut(left, written, secret.length) : left;
        return isOut ? "a secret leaves" : undefined;
      },
      // To push takes long, and what git pushes does not hang on how a secret is written.
      controls: ({ sink, encoding }) => !(sink in commitSinks) || encoding === encodings[0],
    },
    count,
    random,
  );
  const held = await tried<(typeof passing)[number]>(
    {
      fixtures: passing,
      draw: () => ({ sink: "a comment", text: "" }),
      controls: () => false,
      check: async ({ sink, text }) => {
        const left = await leaves(sink, text, scene.secrets, scene, true);
        const isThere = typeof left === "string" ? gotOut(left, text, text.length) : left;
        return isThere ? undefined : "what is no secret is kept in";
      },
    },
    0,
    random,
  );
  return {
    inputs: outcome.inputs + held.inputs,
    escapes: [...outcome.escapes, ...held.escapes],
    control: outcome.control,
  };
}

export const canaries: Part = {
  name: `canaries, ${places.length} x ${encodings.length} = ${cells.length} cells`,
  run,
};
