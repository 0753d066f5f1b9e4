/** Which files say what a check is: those that its command names, and the settings of the runner it starts. */

import { isTestFile } from "./test-files.ts";

/** A command that starts one of these runs what its settings say, in files of these names. */
const settings: readonly (readonly [runner: RegExp, file: RegExp])[] = [
  [/^g?make$/, /^(?:gnu)?makefile$|\.mk$/i],
  [/^just$/, /^\.?justfile$/i],
  [/^rake$/, /^rakefile$/i],
  [/^(?:pytest|py\.test|tox)$/, /^(?:pytest\.ini|tox\.ini|conftest\.py)$/],
  [/^vitest$/, /^vitest\.(?:config|workspace)\.\w+$/],
  [/^jest$/, /^jest\.config\.\w+$/],
  [/^mocha$/, /^\.mocharc\.?\w*$/],
  [/^playwright$/, /^playwright\.config\.\w+$/],
  [/^tsc$/, /^tsconfig[\w.-]*\.json$/],
  [/^(?:eslint|biome)$/, /^(?:eslint\.config\.\w+|biome\.jsonc?)$/],
];

/** These run a script of `package.json`, which may start any of the others. */
const scriptRunners = /^(?:npm|pnpm|yarn|bun)$/;

/** Whether what a check runs stands in the scripts of a `package.json`. */
export const runsScripts = (checks: readonly string[]): boolean =>
  checks.some((check) => wordsOf(check).some((word) => scriptRunners.test(word)));

/**
 * Whether a file says what a check is. A file that a command names counts if it is a test, a shell script, or is called
 * like a check: others are what is checked, such as `a.txt` in `grep b a.txt`.
 */
export function definesCheck(path: string, checks: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const anyRunner = runsScripts(checks);
  return checks.some((check) => {
    const words = wordsOf(check);
    const isNamed = words.some((word) => path === word || path.endsWith(`/${word}`));
    if (isNamed && isYardstick(path)) return true;
    return settings.some(
      ([runner, file]) => file.test(name) && (anyRunner || words.some((word) => runner.test(word))),
    );
  });
}

const isYardstick = (path: string): boolean =>
  isTestFile(path) ||
  /\.(?:sh|bash|zsh|bats)$/i.test(path) ||
  /(?:^|[/._-])(?:checks?|ci|verify|lint|acceptance|e2e)(?:[/._-]|$)/i.test(path);

/** Words of a shell's line, without quotes, `./` and what separates commands. Linear. */
const wordsOf = (command: string): readonly string[] =>
  command
    .slice(0, 10_000)
    .split(/[\s;|&()<>"'`=]+/)
    .map((word) => word.replace(/^(?:\.\/)+/, ""))
    .filter((word) => word !== "");
