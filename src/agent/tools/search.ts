/** The tool that finds lines by a regular expression. */

import { z } from "zod";
import { capText } from "../sandbox/output.ts";
import type { Tool } from "../tool.ts";
import { scan } from "./scan.ts";
import { scanStart } from "./scan-start.ts";
import type { Workspace } from "./workspace.ts";

const LIMIT = 100;

const schema = z.strictObject({
  pattern: z
    .string()
    .min(1)
    .max(500)
    .describe(
      "A JavaScript regular expression, matched line by line. Escape . ( ) [ ] { } * + ? to mean themselves.",
    ),
  path: z
    .string()
    .optional()
    .describe("Folder or file to search, relative to the workspace. Default: all of it."),
  glob: z
    .string()
    .max(200)
    .optional()
    .describe("Only files that match, e.g. *.ts (in any folder) or src/**/*.ts."),
  ignore_case: z
    .boolean()
    .optional()
    .describe("Let capital and small letters match each other. Default: false."),
});

/** Answers with `path:line: text` for each hit. Binary and very large files and shares are not searched. */
export function search(workspace: Workspace): Tool<z.infer<typeof schema>> {
  return {
    name: "search",
    description: "Find the lines in the workspace's text files that match a regular expression.",
    schema,
    async run({ pattern, path = ".", glob, ignore_case: ignoreCase = false }, signal) {
      const flags = ignoreCase ? "i" : "";
      const where = scanStart(workspace, path);
      const request = { ...where, glob, pattern: { source: pattern, flags }, limit: LIMIT, budgetMs: 5_000 };
      const { found, more, outOfTime } = await scan(request, signal);
      const lines = found.length === 0 ? ["[no match]"] : [...found];
      if (outOfTime)
        lines.push("[not all files were searched: the time was up; narrow it with path or glob]");
      else if (more > 0) lines.push(`[there are more than ${LIMIT} hits: narrow it]`);
      return capText(lines.join("\n"));
    },
  };
}
