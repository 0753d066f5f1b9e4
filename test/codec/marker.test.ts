/** Markers: only what our app signed is believed. */

import { expect, test } from "vitest";
import {
  formatMarker,
  type Marker,
  parseMarker,
  repositorySecret,
  withoutComments,
} from "../../src/codec/marker.ts";

const app = "a secret";
const secret = repositorySecret(app, 1);
const marker: Marker = { goal: 12, kind: "intent", name: "12/c1/p12/w1/search" };
const written = formatMarker(marker, secret);

test("a marker is read back, wherever it stands", () => {
  expect(parseMarker(`Text.\n\n${written}\n`, secret)).toEqual(marker);
});

test("a marker shows nothing", () => {
  expect(written).toMatch(/^<!-- .* -->$/);
});

test.each([
  { what: "with another app's secret", text: formatMarker(marker, "another secret") },
  { what: "of another repository of the same app", text: formatMarker(marker, repositorySecret(app, 2)) },
  { what: "signed for no repository", text: formatMarker(marker, app) },
  { what: "with a signature of zeros", text: written.replace(/[0-9a-f]{32}/, "0".repeat(32)) },
  { what: "without a signature", text: written.replace(/ [0-9a-f]{32}/, "") },
  { what: "replayed on another goal", text: written.replace("stigmergy 12 ", "stigmergy 13 ") },
  { what: "replayed for another purpose", text: written.replace(" intent ", " verdict ") },
  { what: "replayed under another name", text: written.replace("search", "veto") },
  { what: "that is cut off", text: written.slice(0, -4) },
  { what: "in an empty text", text: "" },
])("a marker $what is not believed", ({ text }) => {
  expect(parseMarker(text, secret)).toBeUndefined();
});

test("a forged marker does not hide the true one", () => {
  const forged = formatMarker({ ...marker, name: "12/c1/p12/w1/other" }, "another secret");
  expect(parseMarker(`${forged}\n${written}`, secret)).toEqual(marker);
});

test("text beside a marker cannot open a comment", () => {
  expect(parseMarker(withoutComments(`before ${written}`), secret)).toBeUndefined();
  expect(withoutComments("a <!-- b")).toBe("a &lt;!-- b");
});
