/** Secrets are found by value, however they are written, and redacted by value, whatever they look like. */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { leakIn } from "../../src/gate/leak.ts";
import { Secrets } from "../../src/gate/secrets.ts";
import { canary, encodings } from "./encodings.ts";

const withCanary = () => {
  const secrets = new Secrets();
  secrets.add(canary);
  return secrets;
};

test.each(Object.entries(encodings))("T25: a secret %s is found, and nobody else's", (_, text) => {
  expect(withCanary().isIn(`Some words before, ${text} and after.`)).toBe(true);
  expect(new Secrets().isIn(text)).toBe(false);
});

test("a search leaves nothing in memory", async () => {
  const before = performance.getEntries().length;
  for (const text of ["one", "two"]) await leakIn(text, "the body", new Secrets());
  expect(performance.getEntries().length).toBe(before);
});

test("T26: of a secret sent in pieces the whole ones are seen", () => {
  const secrets = withCanary();
  const chunks = canary.slice(7).match(/.{1,13}/g) ?? [];
  expect(chunks.map((chunk) => secrets.isIn(`part: ${chunk}`))).toEqual([true, true, false]);
});

test("T25: lockfiles, hashes, keys of others and prose are no secrets", async () => {
  const secrets = withCanary();
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  secrets.add(
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    "sk-ant-api03-abcdefghijklmn0123",
  );
  const benign = [
    readFileSync("package-lock.json", "utf8"),
    ...[...Array(500)].map(() => randomBytes(64).toString("base64")),
    ...[...Array(500)].map(() => randomBytes(32).toString("hex")),
    "-----BEGIN PUBLIC KEY-----",
    "Set it to sk-ant-api03-… and go on.",
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9",
  ];
  for (const text of benign) expect(await leakIn(text, "it", secrets)).toBeUndefined();
});

test("T25: each line of a private key is a secret, and a refusal does not tell it", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const secrets = new Secrets();
  secrets.add(pem);
  const line = pem.split("\n")[5] ?? "";
  const words = await leakIn(`It says ${line}.`, "the body", secrets);
  expect(words).toBe("A secret of this installation is in the body, so it was not sent.");
});

const jwt = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(90).toString("base64url")}.${randomBytes(64).toString("base64url")}`;
const tokens = [`ghs_${"a1B2".repeat(9)}`, `ghs_123456_${jwt}`];

test.each(tokens)(
  "T29: a token nobody told us of is redacted and kept in by its shape: %s",
  async (token) => {
    const secrets = new Secrets();
    for (const text of [
      `x ${token} y`,
      `\u001B[31m${token}\u001B[0m`,
      `{"token":"${token}"}`,
      `\\n${token}\\n`,
    ]) {
      expect(secrets.redacted(text)).not.toContain(token.slice(5, 30));
      expect(secrets.redacted(text)).toContain("[secret]");
      expect(await leakIn(text, "it", secrets)).toMatch(/^What looks like a secret/);
    }
  },
);

test("T28: redaction leaves the rest of a line, and nothing of a secret in any encoding", () => {
  const secrets = withCanary();
  expect(secrets.redacted(`git push failed: ${canary}, later ${canary}.`)).toBe(
    "git push failed: [secret], later [secret].",
  );
  for (const text of Object.values(encodings))
    expect(secrets.isIn(secrets.redacted(`a ${text} b`))).toBe(false);
  expect(secrets.redacted("https://x-access-token:abc@github.com/a/b")).toBe(
    "https://[secret]@github.com/a/b",
  );
  expect(secrets.redacted("Authorization: Basic eHh4eHh4eHg6eA==")).toBe("Authorization: Basic [secret]");
  expect(secrets.redacted("nothing here, see #12")).toBe("nothing here, see #12");
});
