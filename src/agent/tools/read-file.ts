/** The tool that shows a text file, or a range of its lines. */

import { z } from "zod";
import { OUTPUT_LIMIT } from "../sandbox/output.ts";
import { type Tool, ToolRefusal } from "../tool.ts";
import { readText } from "./text-file.ts";
import { pinToRead, type Workspace } from "./workspace.ts";

const schema = z.strictObject({
  path: z.string().describe("The file, relative to the workspace, e.g. src/index.ts"),
  from_line: z.int().min(1).optional().describe("First line to show, counted from 1. Default: the first."),
  to_line: z.int().min(1).optional().describe("Last line to show, included. Default: the last."),
  line_numbers: z
    .boolean()
    .optional()
    .describe("Put its number before each line. Default: the lines as they are."),
});

/** Answers with the lines as they are in the file; a last line in brackets says when there are more. */
export function readFile(workspace: Workspace): Tool<z.infer<typeof schema>> {
  return {
    name: "read_file",
    description: "Show a text file of the workspace, whole or a range of lines.",
    schema,
    async run({ path, from_line: from = 1, to_line: to, line_numbers: numbered = false }) {
      using file = pinToRead(workspace, path);
      const text = await readText(file, path);
      if (text === "") return "[the file is empty]";
      const lines = text.split("\n");
      if (lines.at(-1) === "") lines.pop();
      if (from > lines.length) {
        throw new ToolRefusal(`"${path}" has ${lines.length} lines: from_line ${from} is behind its end.`);
      }
      const last = Math.min(to ?? lines.length, lines.length);
      if (last < from) throw new ToolRefusal("to_line is before from_line: swap them.");
      const shown = lines
        .slice(from - 1, last)
        .map((line, index) => (numbered ? `${from + index}: ${line}` : line));
      return fitted(shown, from, lines.length);
    },
  };
}

function fitted(lines: readonly string[], from: number, total: number): string {
  let room = OUTPUT_LIMIT;
  const fitting = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  const kept = fitting === -1 ? lines : lines.slice(0, fitting);
  if (kept.length === 0) {
    const start = lines[0]!.slice(0, OUTPUT_LIMIT).toWellFormed();
    return `${start}\n[line ${from} of ${total} has ${lines[0]!.length} characters: this is its start]`;
  }
  const end = from + kept.length - 1;
  if (from === 1 && end === total) return kept.join("\n");
  const more = end < total ? `; go on with from_line ${end + 1}` : "";
  return `${kept.join("\n")}\n[lines ${from} to ${end} of ${total}${more}]`;
}
