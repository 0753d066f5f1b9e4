/** The secrets of this process: known by value, found in whatever leaves, however they were written or cut. */

import { Grams } from "./grams.ts";

/** A shorter stretch of a secret may stand in a text by chance, or because it is a word. */
const shortest = 12;

/** What all secrets of a kind begin with is no secret. */
const publicPart =
  /^(?:sk-ant-[a-z0-9]+-|sk-(?:proj|svcacct|admin)-|sk-|gh[a-z]_(?:\d+_)?|github_pat_)|^.*eyJ[\w-]+\.(?=[\w-]+\.)/;

const shown = "[secret]";

export class Secrets {
  readonly #known = new Set<string>();
  readonly #plain = new Grams(shortest);
  /** Of letters and digits only, so that nothing put between them hides a secret. */
  readonly #bare = new Grams(shortest);
  readonly #hex = new Grams(2 * shortest);

  /** From now on this value is kept in. Lines of it count as values of their own. What is shorter than 12 cannot be told from a word. */
  add(...values: readonly (string | undefined)[]): void {
    for (const line of values.flatMap((value) => (value ?? "").split(/\r?\n|\\n/))) {
      const value = line.trim();
      if (value.startsWith("-----") || this.#known.has(value)) continue;
      this.#known.add(value);
      this.#learn(value.replace(publicPart, ""));
    }
  }

  #learn(value: string): void {
    if (value.length < shortest) return;
    for (const one of [value, reversed(value)]) {
      this.#plain.add(one);
      this.#bare.add(bare(one));
      const bytes = Buffer.from(one);
      this.#hex.add(bytes.toString("hex"));
      // Three bytes become four characters: how they fall depends on what stands before.
      for (const skipped of [0, 1, 2]) this.#bare.add(bare(bytes.subarray(skipped).toString("base64")));
      this.#bare.add(reversed(bare(bytes.toString("base64"))));
    }
  }

  /** Whether a text holds a stretch of a secret, as it is or as one of the usual encodings. */
  isIn(text: string): boolean {
    return views(text).some((view) => !this.#ranges(view).next().done);
  }

  /** The text with what is secret in it replaced; nothing of it when it is hidden too well to say where. */
  redacted(text: string): string {
    const known = cut(text, [...this.#ranges(text)]).replace(
      shapes,
      (_, ...parts) => `${parts.slice(0, 4).find((part) => part) ?? ""}${shown}`,
    );
    // Of a text that holds nothing the first view has been searched.
    const unread = known === text ? views(known).slice(1) : views(known);
    return unread.some((view) => !this.#ranges(view).next().done) ? shown : known;
  }

  /** Where stretches of secrets stand in a text: beginning and end. */
  *#ranges(text: string): Generator<readonly [number, number]> {
    for (const at of this.#plain.found(text)) yield [at, at + shortest];
    const { letters, places } = barePlaces(text);
    const range = (at: number, length: number) =>
      [places[at] ?? 0, (places[at + length - 1] ?? 0) + 1] as const;
    for (const at of this.#bare.found(letters)) yield range(at, shortest);
    for (const at of this.#hex.found(letters.toLowerCase())) yield range(at, 2 * shortest);
  }
}

const reversed = (text: string): string => [...text].reverse().join("");

const bare = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "");

function barePlaces(text: string): { readonly letters: string; readonly places: Uint32Array } {
  const places = new Uint32Array(text.length);
  const codes = new Uint16Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isBare = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!isBare) continue;
    places[count] = at;
    codes[count++] = code;
  }
  return { letters: Buffer.from(codes.subarray(0, count)).toString("latin1"), places };
}

/** The text as it is, and as it reads once its escapes are taken for what they stand for. */
function views(text: string): readonly string[] {
  const found = [text];
  if (text.includes("%")) found.push(text.replace(/%([0-9a-f]{2})/gi, (_, hex) => fromHex(hex)));
  if (text.includes("\\"))
    found.push(
      text
        .replace(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, hex) => fromHex(hex))
        .replace(/\\u\{?0{0,4}([0-9a-f]{2})\}/gi, (_, hex) => fromHex(hex))
        .replace(/\\(["\\/])/g, "$1"),
    );
  if (text.includes("&#"))
    found.push(
      text.replace(/&#(?:x([0-9a-f]{2})|(\d{2,3}));/gi, (_, hex, decimal) =>
        hex ? fromHex(hex) : String.fromCharCode(Number(decimal)),
      ),
    );
  return [...new Set(found)];
}

const fromHex = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

function cut(text: string, ranges: readonly (readonly [number, number])[]): string {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const kept: string[] = [];
  let end = 0;
  for (const [from, to] of sorted) {
    if (from > end || end === 0) kept.push(text.slice(end, Math.max(from, end)), shown);
    end = Math.max(end, to);
  }
  return [...kept, text.slice(end)].join("");
}

/** What looks like a login even if nobody told us of it; of no fixed length, since lengths change. */
const shapes =
  /()(?:gh[a-z]_|github_pat_|sk-(?:ant|proj|svcacct)-)[\w.-]{10,}|(\bauthorization['":= ]{1,6}(?:basic|bearer|token) )[\w+/=.-]{8,}|(:\/\/)[^\s/:@]{0,100}:[^\s/@]{1,2000}(?=@)|()-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----BEGIN)[\s\S]){0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/gi;
