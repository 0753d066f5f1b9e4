/** Cells of a table beyond its columns, which no page shows. */

const delimiter = /^[ \t>*+-]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*$/;

/** Rows end after as many cells as the table has columns. */
export function withoutExtraCells(text: string): string {
  if (!text.includes("|")) return text;
  let columns: number | undefined;
  const lines = text.split("\n");
  const shown = lines.map((line, index) => {
    if (line.replace(/[> \t]/g, "") === "") columns = undefined;
    else if (columns === undefined && index > 0 && line.includes("-") && delimiter.test(line)) {
      const count = cellsOf(line).length;
      if (cellsOf(lines[index - 1] ?? "").length === count) columns = count;
    } else if (columns !== undefined) return cut(line, columns);
    return line;
  });
  return shown.join("\n");
}

/** A row's cells; a bar at its beginning or end bounds no cell. */
function cellsOf(line: string): readonly string[] {
  const inner = line.replace(/^[ \t>]*\|/, "").replace(/\|[ \t]*$/, "");
  return inner.split(/(?<!\\)\|/);
}

function cut(line: string, columns: number): string {
  const cells = cellsOf(line);
  return cells.length <= columns ? line : `|${cells.slice(0, columns).join("|")}|`;
}
