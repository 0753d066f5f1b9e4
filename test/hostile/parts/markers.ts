/** T8, T7: markers that were forged, edited or copied change nothing of what the reader believes. */

import {
  formatMarker,
  type Marker,
  parseMarker,
  type RemarkKind,
  repositorySecret,
} from "../../../src/codec/marker.ts";
import { type Api, GitHub } from "../../../src/effect/github.ts";
import { harmlessBody } from "../../../src/gate/text.ts";
import { IssueReader } from "../../../src/intake/issue-reader.ts";
import type { Random } from "../../simulate/random.ts";
import type { Part } from "../part.ts";
import { tried } from "../trial.ts";

const home = { server: "https://github.com", owner: "acme", repo: "tool" };
const appSecret = "the app's secret";
const secret = repositorySecret(appSecret, 1);
const elsewhere = repositorySecret(appSecret, 2);

const intent: Marker = { goal: 12, kind: "intent", name: "12/1/parse" };
const status: Marker = { goal: 12, kind: "status", name: "12" };
const help: Marker = { goal: 12, kind: "help", name: "9" };
const byModel = "told by a model";
const genuine = [formatMarker(intent, secret), formatMarker(status, secret)];

const kinds: readonly Marker["kind"][] = [
  "intent",
  ...(["status", "question", "held", "help", "verdict", "rewritten", "lost", "end"] satisfies RemarkKind[]),
];

interface Attack {
  readonly how: string;
  /** Whose it is, by its author. People may edit what is ours. */
  readonly by: keyof typeof users;
  readonly where: "issue" | "comment";
  readonly text: string;
  /** What a reader that believed it would take from it. */
  readonly claims: Marker;
}

const aMarker = (random: Random): Marker => ({
  goal: random.pick([12, 12, 13, 1]),
  kind: random.pick(kinds),
  name: random.pick(["12/1/parse", "12/2/parse", "12/1/other", "12", "cycle-1", "cycle-2", "34"]),
});

/** The same words with one of them changed, under the old signature. */
function edited(random: Random): { readonly text: string; readonly claims: Marker } {
  const from = random.pick([intent, status]);
  const goal = random.pick([1, 13, 120]);
  const kind = random.pick(kinds.filter((one) => one !== from.kind));
  const claims = random.pick([
    { ...from, goal },
    { ...from, kind },
    { ...from, name: `${from.name}2` },
    { ...from, name: "12/2/parse" },
  ]);
  const signature = formatMarker(from, secret).slice(-36);
  return { text: `<!-- stigmergy ${claims.goal} ${claims.kind} ${claims.name} ${signature}`, claims };
}

const hex = (random: Random): string =>
  Array.from({ length: 32 }, () => random.pick([..."0123456789abcdef"])).join("");

const forgeries: Readonly<Record<string, (random: Random) => { text: string; claims: Marker }>> = {
  "signed with a guess": (random) => {
    const claims = aMarker(random);
    return { text: formatMarker(claims, random.pick(["", "s", "secret", appSecret])), claims };
  },
  "signed with nothing": (random) => {
    const claims = aMarker(random);
    return {
      text: formatMarker(claims, secret).replace(
        /[0-9a-f]{32}/,
        random.pick([hex(random), "0".repeat(32), ""]),
      ),
      claims,
    };
  },
  "edited under its old signature": edited,
  "signed for another repository": (random) => {
    const claims = random.pick([intent, status, aMarker(random)]);
    return { text: formatMarker(claims, elsewhere), claims };
  },
};

const around = (marker: string, random: Random): string =>
  random.pick([
    marker,
    `So: ${marker}`,
    `\`\`\`\n${marker}\n\`\`\``,
    `> ${marker}`,
    `<!-- a -->${marker}`,
    `${marker}\n${marker}`,
    marker.replace("<!--", "<!-<!----"),
    marker.replace("<!-- ", "<\u200B!-- "),
    marker.replace("<", "&lt;"),
  ]);

/** A model's text with a genuine marker in it, as it stands in a comment of ours. */
const told = (random: Random, where: Attack["where"]): Attack => {
  const claims = random.pick([intent, status]);
  return { how: byModel, by: "us", where, text: around(formatMarker(claims, secret), random), claims };
};

function draw(random: Random): Attack {
  if (random.chance(0.2)) return told(random, "comment");
  const where = random.pick(["issue", "comment"] as const);
  if (random.chance(0.3)) {
    const claims = random.pick([intent, status]);
    const text = around(formatMarker(claims, secret), random);
    const by = random.pick(["a person", "another bot"] as const);
    return { how: `copied by ${by}`, by, where, text, claims };
  }
  const how = random.pick(Object.keys(forgeries));
  const made = forgeries[how]?.(random) ?? edited(random);
  return {
    ...{ how, by: random.pick(Object.keys(users) as (keyof typeof users)[]), where },
    ...{ text: around(made.text, random), claims: made.claims },
  };
}

const at = "2026-01-01T00:00:00Z";
const users = {
  us: { id: 900, login: "swarm[bot]", type: "Bot" },
  "another bot": { id: 901, login: "echo[bot]", type: "Bot" },
  "a person": { id: 7, login: "eve", type: "User" },
} as const;
const wireIssue = (number: number, body: string, by: keyof typeof users) => ({
  ...{ number, node_id: `I_${number}`, title: "a", body, state: "open", labels: [], user: users[by] },
  ...{ created_at: at, updated_at: at },
});
const wireComment = (id: number, body: string, by: keyof typeof users) => ({
  ...{ id, node_id: `C_${id}`, body, user: users[by], updated_at: at },
  issue_url: "https://api.github.com/repos/acme/tool/issues/12",
  html_url: `https://github.com/acme/tool/issues/12#issuecomment-${id}`,
});

/** What the reader believes of a repository with our issue and our comment, and one that somebody else left. */
async function believed(attack?: Attack): Promise<string> {
  const issues = [wireIssue(12, "A goal.", "a person"), wireIssue(13, `Parse.\n\n${genuine[0]}`, "us")];
  const comments = [wireComment(5, `All is well.\n\n${genuine[1]}`, "us")];
  if (attack?.where === "issue") issues.push(wireIssue(11, attack.text, attack.by));
  if (attack?.where === "comment") comments.push(wireComment(4, attack.text, attack.by));
  const request = async (route: string) => ({ data: route.endsWith("/comments") ? comments : issues });
  const graphql = async () => ({ viewer: { databaseId: users.us.id } });
  const reader = new IssueReader(new GitHub({ request, graphql } as unknown as Api, home), secret, at);
  await reader.refresh();
  const intents = [...reader.issues.values()].filter(({ intent }) => intent !== undefined);
  const remarks = [12, 13, 1, 120].map((goal) =>
    [...reader.remarks(goal)].map(([name, said]) => [goal, name, said.map(({ comment }) => comment)]),
  );
  return JSON.stringify([intents.map(({ number, intent }) => [number, intent]), remarks]);
}

/** What is read of a comment that ends with our own marker and holds the model's words before it. */
function leftBy({ text }: Attack, guarded: boolean): string | undefined {
  const body = `${text}\n\n${formatMarker(help, secret)}`;
  return parseMarker(guarded ? harmlessBody(body, { home }, secret) : body, secret)?.kind;
}

async function check(attack: Attack, guarded: boolean): Promise<string | undefined> {
  if (attack.how === byModel)
    return leftBy(attack, guarded) === help.kind ? undefined : "a model's marker leaves the gate";
  // Without the defence whoever writes a marker is us: it is signed as ours, under our name.
  const signed = { ...attack, by: "us" as const, text: formatMarker(attack.claims, secret) };
  const changes = (await believed(guarded ? attack : signed)) !== (await believed());
  return changes ? `a marker ${attack.how} is believed` : undefined;
}

export const markers: Part = {
  name: "markers",
  run: (count, random) => tried({ fixtures: [], draw, check }, count, random),
};
