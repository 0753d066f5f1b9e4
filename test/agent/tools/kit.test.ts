/** What agents can reach with their tools: files and commands in the sandbox, and nobody's server. */

import { expect, test } from "vitest";
import { specsOf } from "../../../src/agent/tool-call.ts";
import { readingTools, writingTools } from "../../../src/agent/tools/kit.ts";
import type { Workspace } from "../../../src/agent/tools/workspace.ts";

test("T24, T47: no tool fetches, pushes or publishes, and none takes an address", () => {
  const specs = specsOf({ tools: writingTools({} as Workspace), finish: [] });
  expect(specs.map(({ name }) => name)).toEqual([
    ...["list_files", "read_file", "search", "run", "write_file", "edit_file"],
  ]);
  expect(readingTools({} as Workspace).map(({ name }) => name)).not.toContain("write_file");
  const fields = specs.flatMap(({ parameters }) => Object.keys(Object(Object(parameters).properties)));
  expect(fields).toContain("path");
  expect(fields.filter((field) => /ur[il]|host|address|remote|server|token/i.test(field))).toEqual([]);
});
