/** The tool that creates a file or replaces all of one. */

import { z } from "zod";
import type { Tool } from "../tool.ts";
import { refuseLarge, writeText } from "./text-file.ts";
import { pinToWrite, type Workspace } from "./workspace.ts";

const schema = z.strictObject({
  path: z.string().describe("The file, relative to the workspace. Folders above it are created."),
  content: z.string().describe("The whole new text of the file."),
});

/** An existing file is replaced and keeps its mode. */
export function writeFile(workspace: Workspace): Tool<z.infer<typeof schema>> {
  return {
    name: "write_file",
    description:
      "Create a file, or replace all of its text. To change a part of a file, edit_file is safer and shorter.",
    schema,
    async run({ path, content }) {
      refuseLarge(content);
      using file = pinToWrite(workspace, path, true);
      await writeText(file, path, content);
      const lines = content.split("\n").length - (content.endsWith("\n") ? 1 : 0);
      return `wrote ${path} (${content === "" ? 0 : lines} lines)`;
    },
  };
}
