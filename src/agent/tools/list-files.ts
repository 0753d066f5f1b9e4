/** The tool that lists the files of a folder and everything below it. */

import { z } from "zod";
import { shownName } from "../../codec/shown-name.ts";
import { capText } from "../sandbox/output.ts";
import type { Tool } from "../tool.ts";
import { scan } from "./scan.ts";
import { scanStart } from "./scan-start.ts";
import type { Workspace } from "./workspace.ts";

const LIMIT = 500;

const schema = z.strictObject({
  path: z.string().optional().describe("Folder to list, relative to the workspace. Default: all of it."),
  glob: z
    .string()
    .max(200)
    .optional()
    .describe(
      "Only files that match, e.g. *.ts (in any folder) or src/**/*.test.ts (from the workspace's root).",
    ),
});

/** The shallowest files come first into the answer; git's own files and shares never do. */
export function listFiles(workspace: Workspace): Tool<z.infer<typeof schema>> {
  return {
    name: "list_files",
    description: "List files of the workspace, also those in folders below, one path a line.",
    schema,
    async run({ path = ".", glob }, signal) {
      const where = scanStart(workspace, path);
      const request = { ...where, glob, pattern: undefined, limit: LIMIT, budgetMs: 5_000 };
      const { found, more, outOfTime } = await scan(request, signal);
      if (found.length === 0) return outOfTime ? "[no match in the time allowed]" : "[no files]";
      const lines = found.toSorted().map(shownName);
      if (outOfTime) lines.push("[there may be more: the time was up; narrow it with path or glob]");
      else if (more > 0) lines.push(`[and ${more} more, deeper down: narrow it with path or glob]`);
      return capText(lines.join("\n"));
    },
  };
}
