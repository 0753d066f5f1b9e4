/** Says in one sentence why a text may not leave: it holds a secret of ours, or what looks like somebody's. */

import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { shownName } from "../codec/shown-name.ts";
import { visible } from "../codec/visible.ts";
import type { Secrets } from "./secrets.ts";

const preset = "@secretlint/secretlint-rule-preset-recommend";
// Its marks of time would be kept for ever.
secretLintProfiler.setEnabled(false);

const options = { config: { rules: [{ id: preset, rule: creator, options: {} }] } };

/** A longer text is looked at in parts that overlap. */
const longest = 1_000_000;
const overlap = 5_000;

/** A write that is kept in. The message names the place, never the secret. */
export class KeptIn extends Error {}

/** Answers undefined when nothing was found; `where` names the text, such as "the body". */
export async function leakIn(text: string, where: string, secrets: Secrets): Promise<string | undefined> {
  if (secrets.isIn(text)) return `A secret of this installation is in ${where}, so it was not sent.`;
  // What is escaped before a token would hide where it begins.
  const shown = visible(text).replace(/\\[nrt]/g, " ");
  for (let from = 0; from < shown.length; from += longest - overlap) {
    const content = shown.slice(from, from + longest);
    const source = { filePath: "text", content, contentType: "text" } as const;
    const { messages } = await lintSource({ source, options });
    const kind = messages[0]?.messageId;
    if (kind !== undefined) return `What looks like a secret (${kind}) is in ${where}, so it was not sent.`;
    if (content.length < longest) break;
  }
  return undefined;
}

/** What a file would bring to the server. */
export interface ChangedText {
  readonly name: string;
  readonly text: string;
}

/** The same for changed files, with the name of the one it is in. */
export async function leakInFiles(
  files: readonly ChangedText[],
  secrets: Secrets,
): Promise<string | undefined> {
  const whole = await leakIn(files.map(({ text }) => text).join(""), "the changed files", secrets);
  if (whole === undefined) return undefined;
  for (const { name, text } of files) {
    const inName = await leakIn(name, "the name of a changed file", secrets);
    const leak = inName ?? (await leakIn(text, `the changed file ${shownName(name)}`, secrets));
    if (leak !== undefined) return leak;
  }
  return whole;
}
