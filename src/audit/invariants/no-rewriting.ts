/** I6: what integration held once it holds still, unless a person took it out. */

import { broken, type Finding, type Invariant, note } from "../invariant.ts";
import { short } from "../study/log-view.ts";
import { personRewrote } from "../study/rewrites.ts";
import { type Study, studyOf } from "../study/study.ts";
import { begun } from "./applies.ts";

export const noRewriting: Invariant = {
  name: "I6",
  title: "no rewriting",
  applies: begun,
  check: (evidence) => {
    const study = studyOf(evidence);
    return [...rewritten(study), ...gone(study)];
  },
};

/** The swarm moves these branches only forward; people may do as they like. */
const rewritten = ({ evidence, log }: Study): Finding[] =>
  (evidence.rewrites ?? []).map(({ branch, login, isBot }) => {
    const text = `${login} rewrote or removed ${branch}.`;
    const followed = log.rewriteAccepted && branch.endsWith("/green");
    return isBot && !followed ? broken(text) : note(text);
  });

function gone(study: Study): Finding[] {
  const { evidence, log, history } = study;
  const base = log.accepted[0]?.base;
  if (history.head === undefined) return branchGone(study);
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

function branchGone({ evidence, log }: Study): Finding[] {
  if (log.landed.length === 0 || personRewrote(evidence)) return [];
  return [broken("Work landed, but the integration branch is gone.")];
}

/** Where the forge does not tell who rewrote a branch, the swarm's own word that a landing was dropped counts. */
const byPerson = ({ evidence, log }: Study, task: number | undefined): boolean =>
  personRewrote(evidence) ?? (task !== undefined && log.endedAs.get(task)?.reason === "dropped");
