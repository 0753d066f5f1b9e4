/** T28, T29: what is logged holds no secret, told to us or known by its shape, whatever stands beside it. */

import { known, redact } from "../../../src/cli/redacting.ts";
import { canary, encoders } from "../../gate/encodings.ts";
import type { Random } from "../../simulate/random.ts";
import { drawCanary, gotOut } from "../corpus/canaries.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

interface Line {
  readonly text: string;
  /** As it is written there, and how long it is. */
  readonly written: string;
  readonly length: number;
  /** Told to us; undefined when only its shape gives it away. */
  readonly told?: string;
}

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];
const some = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick(letters)).join("");

/** Of no fixed length, since lengths change. */
const shapes: readonly ((random: Random) => string)[] = [
  (random) => `ghs_${some(random, random.between(30, 40))}`,
  (random) => `ghp_${some(random, 36)}`,
  (random) =>
    `ghs_${random.between(1, 999_999)}_eyJ${some(random, 20)}.${some(random, 90)}.${some(random, 64)}`,
  (random) => `github_pat_${some(random, 22)}_${some(random, 59)}`,
  (random) => `sk-ant-api03-${some(random, random.between(40, 90))}`,
  (random) => `sk-proj-${some(random, random.between(40, 90))}`,
];

const besides: readonly ((secret: string) => string)[] = [
  (secret) => `git push failed: ${secret}, later ${secret}.`,
  (secret) => `fatal: unable to access 'https://x-access-token:${secret}@github.com/acme/tool.git/'`,
  (secret) => `\u001B[31m${secret}\u001B[0m`,
  (secret) => `\u001B[1m\u001B[31merror\u001B[0m:${secret}\u001B[39m`,
  (secret) => JSON.stringify({ level: 50, error: `401 with\n${secret}`, msg: secret }),
  (secret) => JSON.stringify(JSON.stringify({ token: secret })),
  (secret) => `\\n${secret}\\n`,
  (secret) => `=> Send header: Authorization: Basic ${secret}`,
  (secret) => `authorization: bearer ${secret}`,
  (secret) => `GIT_TRACE: run_command: git -c http.extraHeader="Authorization: token ${secret}" push`,
  (secret) => `at f (${secret}:1:2)\n    at g (file.ts:3:4)`,
  (secret) => `PRIVATE_KEY=${secret}`,
];

const told = (random: Random, secret: string, encoding: string): Line => {
  const written = encoders[encoding]?.(secret) ?? "";
  return { text: random.pick(besides)(written), written, length: secret.length, told: secret };
};

function draw(random: Random): Line {
  if (random.chance(0.5)) return told(random, drawCanary(random), random.pick(Object.keys(encoders)));
  const written = random.pick(shapes)(random);
  return { text: random.pick(besides)(written), written, length: written.length };
}

function check({ text, written, length, told }: Line, guarded: boolean): string | undefined {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  if (guarded) redact(stream);
  known.add(told);
  stream.write(`${text}\n`);
  return gotOut(lines.join(""), written, length) ? "a secret is logged" : undefined;
}

export const logs: Part = {
  name: "logs",
  run: (count, random) => {
    const fixtures = Object.keys(encoders).flatMap((encoding) =>
      besides.map((beside) => {
        const written = encoders[encoding]?.(canary) ?? "";
        return { text: beside(written), written, length: canary.length, told: canary };
      }),
    );
    return tried<Line>({ fixtures, draw, check }, count, random);
  },
};
