/** The tool that replaces an exact piece of text in a file. */

import { z } from "zod";
import { type Tool, ToolRefusal } from "../tool.ts";
import { readText, writeText } from "./text-file.ts";
import { pinToWrite, type Workspace } from "./workspace.ts";

const schema = z.strictObject({
  path: z.string().describe("The file, relative to the workspace. It must exist."),
  old_text: z
    .string()
    .min(1)
    .describe(
      "The text to replace, copied exactly, indentation included. It must occur once, so take enough lines.",
    ),
  new_text: z.string().describe("The text to put in its place. Empty to delete."),
  replace_all: z
    .boolean()
    .optional()
    .describe("Replace every occurrence instead of exactly one. Default: false."),
});

/** Changes nothing unless the old text was found, and found once where `replace_all` is not set. */
export function editFile(workspace: Workspace): Tool<z.infer<typeof schema>> {
  return {
    name: "edit_file",
    description: "Replace an exact piece of text in a file of the workspace.",
    schema,
    async run({ path, old_text, new_text, replace_all: all = false }) {
      if (old_text === new_text) throw new ToolRefusal("old_text and new_text are the same: nothing to do.");
      using file = pinToWrite(workspace, path, false);
      const text = await readText(file, path);
      const { old, fresh } = inLineEndingsOf(text, old_text, new_text);
      const pieces = text.split(old);
      const count = pieces.length - 1;
      if (count === 0) throw new ToolRefusal(notFound(text, old_text, path));
      if (count > 1 && !all) {
        throw new ToolRefusal(
          `old_text occurs ${count} times in "${path}": take more lines around it, or set replace_all.`,
        );
      }
      await writeText(file, path, pieces.join(fresh));
      return count === 1 ? `replaced 1 occurrence in ${path}` : `replaced ${count} occurrences in ${path}`;
    },
  };
}

/** Models write line feeds; a file with carriage returns is still meant. */
function inLineEndingsOf(text: string, old: string, fresh: string): { old: string; fresh: string } {
  if (text.includes(old) || !text.includes("\r\n")) return { old, fresh };
  const windows = (part: string) => part.replace(/\r?\n/g, "\r\n");
  return { old: windows(old), fresh: windows(fresh) };
}

function notFound(text: string, old: string, path: string): string {
  const first = old.split("\n").find((line) => line.trim() !== "");
  const near = first === undefined ? -1 : text.split("\n").findIndex((line) => line.trim() === first.trim());
  const hint =
    near === -1
      ? "read the file again"
      : `line ${near + 1} looks like its start, but spaces or the lines after it differ: read it again`;
  return `old_text does not occur in "${path}": ${hint}, and copy the text exactly.`;
}
