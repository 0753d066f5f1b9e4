/** Turns a file pattern into a regular expression over paths with forward slashes. */

const TOKENS = /\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|[\\^$.|+(){}[\]]/g;

/**
 * Knows `*`, `**`, `?`, `[abc]` and `{a,b}`; names that start with a dot are matched like others.
 * A pattern without a slash is matched against the last part of a path, any other against all of it.
 * Throws SyntaxError for a range such as `[z-a]`.
 */
export function globToRegExp(glob: string): RegExp {
  const pattern = glob.replace(/^(\.\/|\/)+/, "");
  const start = pattern.includes("/") ? "^" : "(?:^|/)";
  return new RegExp(`${start}${translated(pattern)}$`);
}

const translated = (pattern: string): string => pattern.replace(TOKENS, (token) => meaning(token));

function meaning(token: string): string {
  if (token === "**/") return "(?:[^/]+/)*";
  if (token === "**") return ".*";
  if (token === "*") return "[^/]*";
  if (token === "?") return "[^/]";
  const inner = token.slice(1, -1);
  if (token.length === 1) return `\\${token}`;
  if (token.startsWith("{")) return `(?:${inner.split(",").map(translated).join("|")})`;
  return `[${inner.replace(/^!/, "^").replaceAll("\\", "\\\\")}]`;
}
