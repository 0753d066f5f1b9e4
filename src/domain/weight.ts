/** How much one submission may change, and how large a tree may be: past that it is no work of a task, but a trap or a mistake. */

export interface Weight {
  /** Files that differ. */
  readonly files: number;
  /** Their bytes together. */
  readonly bytes: number;
  readonly largest: { readonly path: string; readonly bytes: number } | undefined;
}

export const submissionCaps = { files: 3_000, bytes: 50_000_000, fileBytes: 10_000_000 } as const;

/** Of a tree with all its files; checked out, every file counts as often as it is named. */
export const treeCaps = { files: 500_000, bytes: 20_000_000_000, pathBytes: 1_000 } as const;

/** In one sentence why this may not be submitted; undefined when it may. */
export function tooMuch({ files, bytes, largest }: Weight): string | undefined {
  const caps = submissionCaps;
  if (files > caps.files)
    return `The work changes ${counted(files)} files and may change ${counted(caps.files)}: leave out what can be generated, and name it in an ignore file.`;
  if (largest && largest.bytes > caps.fileBytes)
    return `${JSON.stringify(largest.path)} has ${counted(largest.bytes)} bytes and a file may have ${counted(caps.fileBytes)}: leave it out, and name it in an ignore file.`;
  if (bytes > caps.bytes)
    return `The files that the work changes have ${counted(bytes)} bytes and may have ${counted(caps.bytes)}: leave out what can be generated.`;
  return undefined;
}

/** What is said of a tree past its caps, or that git cannot read to its end. */
export const boundlessTree = `The branch holds more than can be checked out: a tree may have ${treeCaps.files.toLocaleString("en")} files and ${treeCaps.bytes.toLocaleString("en")} bytes, and a path ${treeCaps.pathBytes.toLocaleString("en")}.`;

const counted = (number: number): string => number.toLocaleString("en");
