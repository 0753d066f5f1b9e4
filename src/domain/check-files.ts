/** Which files say what a check is: those that its command names, and the settings of the runner it starts. */

import { isTestFile } from "./test-files.ts";

/** A command that starts one of these runs what its settings say, in files of these names. */
const settings: readonly (readonly [runner: RegExp, file: RegExp])[] = [
  [/^g?make$/, /^(?:gnu)?makefile$|\.mk$/i],
  [/^just$/, /^\.?justfile$/i],
  [/^rake$/, /^rakefile$/i],
  [
    /^(?:pytest|py\.test|tox)$/,
    /^(?:\.?pytest\.(?:ini|toml)|tox\.ini|conftest\.py|pyproject\.toml|setup\.cfg)$/,
  ],
  [/^vitest$/, /^(?:vitest\.(?:config|workspace)|vite\.config)\.\w+$/],
  [/^jest$/, /^jest\.config\.\w+$/],
  [/^mocha$/, /^\.mocharc\.?\w*$/],
  [/^playwright$/, /^playwright\.config\.\w+$/],
  [/^tsc$/, /^tsconfig[\w.-]*\.json$/],
  [/^(?:eslint|biome)$/, /^(?:eslint\.config\.\w+|biome\.jsonc?)$/],
];

/** These run a script of `package.json`, which may start any of the others. */
const scriptRunners = /^(?:npm|pnpm|yarn|bun|--run)$/;

/** Whether what a check runs stands in the scripts of a `package.json`. */
export const runsScripts = (checks: readonly string[]): boolean =>
  checks.some((check) => wordsOf(check).some((word) => scriptRunners.test(word)));

/** The scripts of a `package.json`, by their names. */
export type Scripts = Readonly<Record<string, string>>;

/** The checks, and the scripts that they start, and those that these start. */
export function withScripts(checks: readonly string[], scripts: Scripts = {}): readonly string[] {
  if (!runsScripts(checks)) return checks;
  const started = new Set<string>();
  const pending = [...checks];
  for (let command = pending.pop(); command !== undefined; command = pending.pop())
    for (const word of wordsOf(command))
      for (const name of [`pre${word}`, word, `post${word}`]) {
        if (started.has(name) || !Object.hasOwn(scripts, name)) continue;
        started.add(name);
        pending.push(scripts[name] ?? "");
      }
  return [...checks, ...[...started].map((name) => scripts[name] ?? "")];
}

/** Whether a file holds the settings of a runner that a check starts. A new one may count before one that is there. */
export function setsRunner(path: string, checks: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const files = settings.filter(([, file]) => file.test(name));
  if (files.length === 0) return false;
  const words = checks.flatMap(wordsOf);
  return files.some(([runner]) => words.some((word) => scriptRunners.test(word) || runner.test(word)));
}

/**
 * Whether a command names a file that is a test, a shell script, or is called like a check: others are what is checked,
 * such as `a.txt` in `grep b a.txt`.
 */
export const isNamedCheck = (path: string, checks: readonly string[]): boolean =>
  isYardstick(path) &&
  checks.some((check) => wordsOf(check).some((word) => path === word || path.endsWith(`/${word}`)));

/** Whether a file says what a check is. */
export const definesCheck = (path: string, checks: readonly string[]): boolean =>
  isNamedCheck(path, checks) || setsRunner(path, checks);

const isYardstick = (path: string): boolean =>
  isTestFile(path) ||
  /\.(?:sh|bash|zsh|bats)$/i.test(path) ||
  /(?:^|[/._-])(?:tests?|checks?|ci|verify|lint|acceptance|e2e)(?:[/._-]|$)/i.test(path);

/** Words of a shell's line, without quotes, `./` and what separates commands. Linear. */
const wordsOf = (command: string): readonly string[] =>
  command
    .slice(0, 10_000)
    .split(/[\s;|&()<>"'`=]+/)
    .map((word) => word.replace(/^(?:\.\/)+/, ""))
    .filter((word) => word !== "");
