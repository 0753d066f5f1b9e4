/** The defences against strangers, each switched off by a change of the code: what they say must then show in what leaves. */

import type { SourceChange } from "../../simulate/mutate.ts";

export interface Mutant {
  readonly name: string;
  readonly changes: readonly SourceChange[];
}

export const mutants: readonly Mutant[] = [
  {
    name: "nobody asks whether a writer may write",
    changes: [
      {
        file: "src/intake/authority.ts",
        from: "const trusted = await mayWrite(present.writer);",
        to: "const trusted = present.writer !== undefined || (await mayWrite(present.writer));",
      },
    ],
  },
  {
    name: "strangers' words stand in briefs",
    changes: [
      {
        file: "src/intake/authority.ts",
        from: "return trusted ? [await this.#toComment(comment, present, goal)] : [];",
        to: "return [{ ...(await this.#toComment(comment, present, goal)), trusted }];",
      },
      {
        file: "src/agent/host/crew.ts",
        from: "return said.map((d) => ({",
        to: 'const all = world.comments.map((c) => ({ id: "D0", login: c.login, issue: c.issue, text: c.body }));\n    return [...all, ...said].map((d) => ({',
      },
    ],
  },
  {
    name: "a login is enough, whoever has it now",
    changes: [
      {
        file: "src/effect/people.ts",
        from: "return answer?.data.user?.id === author.id && [",
        to: "return answer !== undefined && [",
      },
    ],
  },
  {
    name: "bots that may write are heard",
    changes: [
      {
        file: "src/intake/issue-reader.ts",
        from: "if (!author.isBot) {",
        to: "if (author.id !== this.#self) {",
      },
      { file: "src/effect/people.ts", from: "if (author.isBot) return false;", to: "" },
      {
        file: "src/effect/people.ts",
        from: 'isBot: writer?.__typename !== "User" || !writer.databaseId,',
        to: "isBot: false,",
      },
    ],
  },
  {
    name: "any bot's copy of a marker is ours",
    changes: [
      {
        file: "src/intake/issue-reader.ts",
        from: "if (author.id !== this.#self) return;",
        to: "if (author.id !== this.#self && !parseMarker(comment.body, this.#secret)) return;",
      },
      {
        file: "src/intake/issue-reader.ts",
        from: "return author.id === this.#self ?",
        to: "return author.isBot ?",
      },
    ],
  },
  {
    name: "anybody's dislike is a veto",
    changes: [
      {
        file: "src/intake/gestures.ts",
        from: "if (await this.#authority.mayWrite({ id, login, isBot }))",
        to: "if (id !== undefined || isBot)",
      },
    ],
  },
];
