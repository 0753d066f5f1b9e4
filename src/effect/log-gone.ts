/** What people are told when the goal's log is gone, and when it is there again. */

import { logIsBack } from "../domain/log-gone.ts";
import type { World } from "../domain/world.ts";
import { goalBranch, type Outside } from "./outside.ts";
import { remark } from "./remarks.ts";
import { logGoneComment } from "./speech.ts";

export async function askForLog(outside: Outside, world: World, question: number): Promise<void> {
  await remark(outside, world, aboutLog(outside, question), logGoneComment(goalBranch(outside, "log")));
}

export async function showLogBack(outside: Outside, world: World, question: number): Promise<void> {
  await remark(outside, world, aboutLog(outside, question), logIsBack);
}

const aboutLog = ({ goal }: Outside, question: number) =>
  ({ kind: "lost", name: String(question), issue: goal }) as const;
