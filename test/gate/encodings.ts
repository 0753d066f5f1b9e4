/** A canary and the ways in which a secret is written to get it past a scanner. */

export const canary = "c4n4ry.Zk83-qWp0vTx_5LmB7nRa9YsHd2";

type Encode = (secret: string) => string;

export const encoders: Readonly<Record<string, Encode>> = {
  "as it is": (secret) => secret,
  base64: (secret) => Buffer.from(`x${secret}`).toString("base64"),
  base64url: (secret) => Buffer.from(`xy${secret}`).toString("base64url"),
  hex: (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "URL-encoded": (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  reversed: (secret) => [...secret].reverse().join(""),
  "JSON-escaped": (secret) => [...secret].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(""),
  split: (secret) => [...secret].join("\u200B "),
};

/** The canary in each of them. */
export const encodings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(encoders).map(([name, encode]) => [name, encode(canary)]),
);
