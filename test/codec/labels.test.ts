/** Labels, as GitHub takes them. */

import { expect, test } from "vitest";
import { type LabelKey, labelName, labels } from "../../src/codec/labels.ts";

const keys = Object.keys(labels) as LabelKey[];

test("every label is within GitHub's limits", () => {
  for (const { name, color, description } of Object.values(labels)) {
    expect(name.length).toBeLessThanOrEqual(50);
    expect(color).toMatch(/^[0-9a-f]{6}$/);
    expect(description.length).toBeLessThanOrEqual(100);
  }
});

test("no two labels share a name", () => {
  expect(new Set(keys.map(labelName)).size).toBe(keys.length);
});
