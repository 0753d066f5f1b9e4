/** I6: what integration held once it holds still, unless a person took it out. */

import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { short } from "../study/log-view.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const noRewriting: Invariant = {
  name: "I6",
  title: "no rewriting",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...ownForcePushes(study), ...gone(study)];
  },
};

const ownForcePushes = ({ evidence }: Study): Finding[] =>
  (evidence.forcePushes ?? [])
    .filter((push) => push.isBot && push.branch.startsWith(`swarm/${evidence.goal}/`))
    .map((push) => broken(`${push.login} rewrote ${push.branch}.`));

function gone(study: Study): Finding[] {
  const { evidence, log, history } = study;
  const base = log.accepted[0]?.base;
  if (history.head === undefined)
    return log.landed.length > 0 ? [broken("Work landed, but the integration branch is gone.")] : [];
  const named = [
    ...(base === undefined || log.cycles.length === 0
      ? []
      : [{ what: "the base", sha: base, task: undefined }]),
    ...log.landed.map(({ task, merge }) => ({ what: `the landing of #${task}`, sha: merge, task })),
  ];
  const green = evidence.refs.get(`swarm/${evidence.goal}/green`);
  if (green !== undefined && green !== base) named.push({ what: "green", sha: green, task: undefined });
  return named
    .filter(({ sha }) => !history.reached.has(sha))
    .map(({ what, sha, task }) => {
      const text = `${what[0]?.toUpperCase()}${what.slice(1)}, ${short(sha)}, is no longer in the history of integration`;
      return byPerson(study, task) ? note(`${text}: a person took it out.`) : broken(`${text}.`);
    });
}

/** Where the forge tells who rewrote a branch, it decides; else the swarm's own word that a landing was dropped counts. */
function byPerson({ evidence, log }: Study, task: number | undefined): boolean {
  const branch = `swarm/${evidence.goal}/integration`;
  if (evidence.forcePushes) return evidence.forcePushes.some((push) => !push.isBot && push.branch === branch);
  return task !== undefined && log.endedAs.get(task)?.reason === "dropped";
}
