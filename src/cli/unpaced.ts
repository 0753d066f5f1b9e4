/** Octokit without pauses between writes, for a server that has none of GitHub's limits; a refusal's `retry-after` still counts. */

import Bottleneck from "bottleneck";
import { ProbotOctokit } from "probot";

const atOnce = 10;

/** Probot's client with groups of its own; the function form is the one that Probot does not overwrite. */
export const unpacedOctokit = () => {
  const group = new Bottleneck.Group({ maxConcurrent: atOnce });
  return ProbotOctokit.defaults((options: { throttle?: object }) => ({
    ...options,
    throttle: { ...options.throttle, write: group, notifications: group },
  }));
};
