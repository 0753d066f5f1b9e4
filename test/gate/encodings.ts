/** A canary and the ways in which a secret is written to get it past a scanner. */

export const canary = "c4n4ry.Zk83-qWp0vTx_5LmB7nRa9YsHd2";

const bytes = Buffer.from(canary);

export const encodings: Readonly<Record<string, string>> = {
  "as it is": canary,
  base64: Buffer.concat([Buffer.from("x"), bytes]).toString("base64"),
  base64url: Buffer.concat([Buffer.from("xy"), bytes]).toString("base64url"),
  hex: bytes.toString("hex").toUpperCase(),
  "URL-encoded": [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  reversed: [...canary].reverse().join(""),
  "JSON-escaped": [...canary].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(""),
  split: [...canary].join("\u200B "),
};
