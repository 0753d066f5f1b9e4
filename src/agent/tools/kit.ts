/** The sets of tools that roles get for files and commands. */

import type { Tool } from "../tool.ts";
import { editFile } from "./edit-file.ts";
import { listFiles } from "./list-files.ts";
import { readFile } from "./read-file.ts";
import { run } from "./run.ts";
import { search } from "./search.ts";
import type { Workspace } from "./workspace.ts";
import { writeFile } from "./write-file.ts";

/** For planners and judges, whose workspace is not writable. */
export const readingTools = (workspace: Workspace): readonly Tool[] => [
  listFiles(workspace) as Tool,
  readFile(workspace) as Tool,
  search(workspace) as Tool,
  run(workspace) as Tool,
];

export const writingTools = (workspace: Workspace): readonly Tool[] => [
  ...readingTools(workspace),
  writeFile(workspace) as Tool,
  editFile(workspace) as Tool,
];
