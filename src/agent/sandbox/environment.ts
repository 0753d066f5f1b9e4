/** The whole environment a command gets: nothing in it comes from ours. */

/** `CI` keeps test runners from watching and asking; the rest keeps output plain and stable. */
export function commandEnvironment(path: string, home: string): Record<string, string> {
  return {
    PATH: path,
    HOME: home,
    TMPDIR: home,
    LANG: "C.UTF-8",
    TERM: "dumb",
    NO_COLOR: "1",
    CI: "1",
    npm_config_update_notifier: "false",
  };
}
