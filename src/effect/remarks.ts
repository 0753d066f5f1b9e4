/** Comments of our own: each is for one purpose, carries it in its marker, and is there once. */

import { withoutMarker } from "../codec/issue-body.ts";
import { formatMarker, type RemarkKind } from "../codec/marker.ts";
import type { Remark, World } from "../domain/world.ts";
import type { Outside } from "./outside.ts";

/** Says it, or mends what was said before for the same purpose; writes nothing if it stands there, or the issue is gone. */
export async function remark(
  outside: Outside,
  world: World,
  about: { readonly kind: RemarkKind; readonly name: string; readonly issue: number },
  text: string,
): Promise<Remark | undefined> {
  if (world.gone.has(about.issue)) return undefined;
  const { goal, secret, github } = outside;
  const { kind, name, issue } = about;
  const said = await github.sendable(text);
  const known = world.remarks.get(`${kind} ${name}`)?.[0];
  // By its marker, whose signature was checked when it was read, it was found.
  if (known && withoutMarker(known.body) === said) return known;
  const body = `${said}\n\n${formatMarker({ goal, kind, name }, secret)}`;
  if (known && (await github.changeComment(known.comment, body))) return known;
  if (known) outside.forget(known.comment);
  const made = await github.comment(issue, body);
  return { comment: made.id, body, url: made.url };
}

/** Removes comments that say again what was said. */
export async function removeRemarks(outside: Outside, comments: readonly number[]): Promise<void> {
  for (const comment of comments) {
    await outside.github.removeComment(comment);
    outside.forget(comment);
  }
}
