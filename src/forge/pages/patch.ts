/** Reads git's patch format into files and numbered lines. */

export interface PatchLine {
  readonly kind: "hunk" | "added" | "removed" | "same" | "note";
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
}

const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
const notes = /^(?:old mode|new mode|new file mode|deleted file mode|Binary files|similarity index) ?/;

/** Only a line feed ends a line of git's, so that no other separator inside a file can begin a section. */
const sectionStart = /(?<![^\n])diff --git [^\n]*\n/;

/** The lines of each file of a patch, in the patch's order. */
export function parsePatch(patch: string): PatchLine[][] {
  return patch.split(sectionStart).slice(1).map(parseFile);
}

function parseFile(section: string): PatchLine[] {
  const lines = section.replace(/\n$/, "").split("\n");
  const start = lines.findIndex((line) => hunk.test(line));
  const head = start < 0 ? lines : lines.slice(0, start);
  const shown: PatchLine[] = head.filter((line) => notes.test(line)).map((text) => ({ kind: "note", text }));
  let [before, after] = [0, 0];
  for (const line of start < 0 ? [] : lines.slice(start)) {
    const [found, from, to] = hunk.exec(line) ?? [];
    if (found !== undefined) {
      [before, after] = [Number(from), Number(to)];
      shown.push({ kind: "hunk", text: line });
      continue;
    }
    shown.push(numbered(line, before, after));
    if (line.startsWith(" ") || line.startsWith("-")) before += 1;
    if (line.startsWith(" ") || line.startsWith("+")) after += 1;
  }
  return shown;
}

function numbered(line: string, before: number, after: number): PatchLine {
  const text = line.slice(1);
  if (line.startsWith("+")) return { kind: "added", after, text };
  if (line.startsWith("-")) return { kind: "removed", before, text };
  if (line.startsWith("\\")) return { kind: "note", text: text.trim() };
  return { kind: "same", before, after, text };
}
