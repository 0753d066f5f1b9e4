/** What a person wants tried again begins again, where its work was left. */

import { dueRetries } from "../domain/retry.ts";
import { isStopped } from "./control.ts";
import type { Rule } from "./rule.ts";

export const retryTasks: Rule = (world) => {
  const tasks = isStopped(world) ? [] : dueRetries(world);
  return tasks.length > 0 ? [{ kind: "retry", tasks }] : [];
};
