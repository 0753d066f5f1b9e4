/** All REST routes, in the order they are tried. */

import { activityRoutes } from "./activity.ts";
import { appRoutes } from "./apps.ts";
import { checkRunRoutes } from "./check-runs.ts";
import { commentRoutes } from "./comments.ts";
import { gitRoutes } from "./git.ts";
import { hierarchyRoutes } from "./hierarchy.ts";
import { issueRoutes } from "./issues.ts";
import { labelRoutes } from "./labels.ts";
import { milestoneRoutes } from "./milestones.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repository.ts";
import type { Route } from "./route.ts";

/** Routes with longer patterns stand before the ones whose tails would swallow them. */
export const restRoutes: readonly Route[] = [
  ...activityRoutes,
  ...appRoutes,
  ...commentRoutes,
  ...hierarchyRoutes,
  ...labelRoutes,
  ...issueRoutes,
  ...milestoneRoutes,
  ...gitRoutes,
  ...checkRunRoutes,
  ...pullRoutes,
  ...repositoryRoutes,
];
