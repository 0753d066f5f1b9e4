/** Asking for the states of several issues at once: a deleted one is not open, and does not hide the others. */

import { expect, test } from "vitest";
import { GitHub } from "../../src/effect/github.ts";
import { startGround, widgets } from "../forge/ground.ts";

test("one request tells which issues are open; a missing one is not", async () => {
  await using ground = await startGround();
  const ada = ground.as("ada");
  const [open, closed] = [await makeIssue("Apples"), await makeIssue("Pears")];
  await ada.rest.issues.update({ ...widgets, issue_number: closed, state: "closed" });
  const before = ground.forge.journal.calls().length;
  const github = new GitHub(ground.installation(), widgets);
  expect(await github.openOf([open, closed, 999])).toEqual(new Set([open]));
  const asked = ground.forge.journal.calls().slice(before);
  expect(asked.filter((call) => call.path.endsWith("/graphql"))).toHaveLength(1);

  async function makeIssue(title: string): Promise<number> {
    return (await ada.rest.issues.create({ ...widgets, title })).data.number;
  }
});
