/** One thing that is broken in a goal where all else is well, and what the audit must say of it. */

import type { Scene, Story } from "../scene.ts";

export type Break = readonly [name: string, what: string, says: string, breakIt: (story: Story) => void];

export const changeIssue = (scene: Scene, number: number, change: object) =>
  Object.assign(scene.issues.get(number) ?? {}, change);

/** Changes the n-th entry of a kind. */
export const changeEntry = (scene: Scene, kind: string, change: object, at = 0) =>
  Object.assign(scene.entries(kind)[at] ?? {}, change);
