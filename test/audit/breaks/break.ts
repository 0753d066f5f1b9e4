/** One thing that is broken in a goal where all else is well, and what the audit must say of it. */

import type { Scene, Story } from "../scene.ts";

export type Break = readonly [name: string, what: string, says: string, breakIt: (story: Story) => void];

export const changeIssue = (scene: Scene, number: number, change: object) =>
  Object.assign(scene.issues.get(number) ?? {}, change);

/** Changes the n-th entry of a kind. */
export const changeEntry = (scene: Scene, kind: string, change: object, at = 0) =>
  Object.assign(scene.entries(kind)[at] ?? {}, change);

/** The goal asks for gated landing, its check passed on the base, and went so on its landings before they landed. */
export function askForGated({ scene, base, merges }: Story, passed: readonly boolean[]): void {
  const charter = { checks: ["npm test"], limits: { cycles: 3, landing: "gated" } };
  changeEntry(scene, "accepted", { charter });
  const run = (passed: boolean) => ({ results: [{ command: "npm test", passed }] });
  changeEntry(scene, "checked", run(true));
  const tests = passed.map((one, index) => ({
    entries: [{ kind: "checked", commit: merges[index] ?? base, why: "gate", ...run(one) }],
    ...{ kept: [], at: 1 },
  }));
  scene.log.splice(4, 0, ...tests);
}
