/** What people cannot see, no agent reads. */

import { expect, test } from "vitest";
import { shownText } from "../../src/codec/shown-text.ts";

test("T13: what people see stays as it is", () => {
  const text =
    "# A goal\n\n- [x] see [this](https://a.example/b), `<b>` and `a[0]: 1`\n\n| a | b |\n\nÜber 👩‍🔬 a < b > c";
  expect(shownText(text)).toBe(text);
});

test.each([
  "So:\n\n```php\n<?php echo '<a title=\"x\">' ?>\n<!-- shown -->\n```\n\nAfter.",
  '~~~\n[a]: b "c"\n~~~',
  "[docs]: https://a.example\n\nSee [the docs][docs] and [^1].\n\n[^1]: A note.",
  "| a | b |\n| - | - |\n| 1 | 2 |\n\n1 < 2 and <b>3</b> [x] if a <b",
])("T13: code, notes, tables and links that a page shows stay: %s", (text) => {
  expect(shownText(text)).toBe(text);
});

test.each([
  ["<div>\n```\n<a title='order'>\n```\n</div>", "a fence within HTML"],
  ["<pre>\n\n```\n<a title='order'>\n```\n</pre>", "a fence within an element that goes on"],
  ["<div title='\n\n```\norder\n```\n\n'>", "a fence within a value"],
  ["- [^x]: [^y]\n\n[^y]: order", "a footnote that only such a footnote names"],
  ["`[^x]`\n\n[^x]: order\n\n    order", "a footnote that only code names"],
])("T13: %j hides it in %2$s", (text) => {
  expect(shownText(text)).not.toContain("order");
});
