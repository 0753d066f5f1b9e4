/** T26: a stretch of twelve characters of a secret is kept in like all of it, also in other writings. */

import { Secrets } from "../../../src/gate/secrets.ts";
import { canary } from "../../gate/encodings.ts";
import { posted, sinks } from "../../gate/posted.ts";
import type { Random } from "../../simulate/random.ts";
import { drawCanary, gotOut } from "../corpus/canaries.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const writings = {
  plain: (text: string) => text,
  hex: (text: string) => Buffer.from(text).toString("hex"),
  reversed: (text: string) => [...text].reverse().join(""),
  base64: (text: string) => Buffer.from(text).toString("base64"),
} as const;

interface Slice {
  readonly secret: string;
  readonly from: number;
  readonly length: number;
  readonly writing: keyof typeof writings;
}

const shortest = 12;
/** Fewer bytes may leave fewer than twelve letters and digits that do not hang on what stands beside them. */
const shortestInBase64 = 18;

const fixtures: readonly Slice[] = (["plain", "hex"] as const).flatMap((writing) =>
  Array.from({ length: canary.length - shortest + 1 }, (_, from) => ({
    ...{ secret: canary, from, length: shortest, writing },
  })),
);

function draw(random: Random): Slice {
  const secret = drawCanary(random);
  const writing = random.pick(Object.keys(writings) as (keyof typeof writings)[]);
  const least = writing === "base64" ? shortestInBase64 : shortest;
  const length = random.between(least, Math.min(secret.length, least + 12));
  return { secret, from: random.between(0, secret.length - length), length, writing };
}

async function check({ secret, from, length, writing }: Slice, guarded: boolean) {
  const secrets = new Secrets();
  if (guarded) secrets.add(secret);
  const { api, sent } = posted({ secrets });
  const written = writings[writing](secret.slice(from, from + length));
  await sinks["a comment"]?.(api, `part 3 is ${written} of 5`);
  return gotOut(JSON.stringify(sent), written, length) ? "a part of a secret leaves" : undefined;
}

export const slices: Part = {
  name: "parts of secrets",
  run: (count, random) => tried({ fixtures, draw, check }, count, random),
};
