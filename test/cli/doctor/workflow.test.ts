/** Which workflows would run by themselves on the swarm's branches with something to lose. */

import { expect, test } from "vitest";
import { dangerOf } from "../../../src/cli/doctor/workflow.ts";

const step = `jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'x', env: { K: '\${{ secrets.NPM_TOKEN }}' } }] } }`;
const withSecrets = (on: string): string => `on: ${on}\n${step}\n`;

test.each([
  ["push", withSecrets("push")],
  ["a list with push", withSecrets("[workflow_dispatch, push]")],
  ["push without a filter", withSecrets("{ push: }")],
  ["push: **", withSecrets("{ push: { branches: ['**'] } }")],
  ["push: swarm/**", withSecrets("{ push: { branches: 'swarm/**' } }")],
  ["push: swarm/*/integration", withSecrets("{ push: { branches: ['main', 'swarm/*/integration'] } }")],
  [
    "taken back and given again",
    withSecrets("{ push: { branches: ['**', '!swarm/**', 'swarm/*/task-*'] } }"),
  ],
  ["push but for main", withSecrets("{ push: { branches-ignore: [main] } }")],
  ["create", withSecrets("{ create: }")],
  ["secrets handed on", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n"],
  ["all secrets at once", `on: push\njobs: { a: { env: { ALL: '\${{ toJSON(secrets) }}' } } }\n`],
  ["a cloud's trust", "on: push\npermissions:\n  id-token: write\njobs: {}\n"],
  ["a machine of one's own", "on: push\njobs: { a: { runs-on: [self-hosted] } }\n"],
  ["what nobody can read", "on: [push\n"],
])("T40: dangerous: %s", (_, source) => {
  expect(dangerOf(source)).toBeDefined();
});

test.each([
  ["push to main", withSecrets("{ push: { branches: [main] } }")],
  ["push: * stays outside folders", withSecrets("{ push: { branches: ['*'] } }")],
  ["push: ** without ours", withSecrets("{ push: { branches: ['**', '!swarm/**'] } }")],
  ["push but for ours", withSecrets("{ push: { branches-ignore: ['swarm/**'] } }")],
  ["tags only", withSecrets("{ push: { tags: ['v*'] } }")],
  ["by hand", withSecrets("workflow_dispatch")],
  ["no secret", "on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: npm test }] } }\n"],
  ["only the token of the run", `on: push\njobs: { a: { env: { T: '\${{ secrets.GITHUB_TOKEN }}' } } }\n`],
])("T40: harmless: %s", (_, source) => {
  expect(dangerOf(source)).toBeUndefined();
});
