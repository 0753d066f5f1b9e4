/** Other bots' commands as they are known: how they are called, and how their lines begin. */

/** Bots that act on being named. Outside of code no name is live, so this matters in code only. */
const names = [
  ...[
    "allcontributors",
    "all-contributors",
    "asfbot",
    "augmentcode",
    "azure-pipelines",
    "bors",
    "bors-servo",
    "bot",
  ],
  ...[
    "changeset-bot",
    "claude",
    "codecov",
    "codecov-commenter",
    "coderabbitai",
    "codex",
    "codiumai",
    "copilot",
  ],
  ...[
    "craterbot",
    "cursor",
    "cursoragent",
    "depfu",
    "dependabot",
    "dependabot-preview",
    "devin-ai-integration",
  ],
  ...[
    "dosubot",
    "dotnet-bot",
    "ellipsis-dev",
    "facebook-github-bot",
    "gemini-cli",
    "gemini-code-assist",
    "gh-aw",
  ],
  ...[
    "github-actions",
    "googlebot",
    "greptileai",
    "greenkeeper",
    "grok",
    "homu",
    "imgbot",
    "jenkins",
    "jules",
  ],
  ...["k8s-ci-robot", "kodiakhq", "korbit-ai", "lumberbot-app", "meeseeksdev", "meeseeksmachine", "mergify"],
  ...["mergifyio", "msftbot", "nix-community-bot", "ofborg", "opencode", "opencode-agent", "openhands"],
  ...[
    "openhands-agent",
    "openshift-ci-robot",
    "pull-request-size",
    "pytorchbot",
    "pytorchmergebot",
    "pyup-bot",
  ],
  ...[
    "qodo",
    "qodo-merge",
    "renovate",
    "renovate-bot",
    "renovatebot",
    "rfcbot",
    "rust-highfive",
    "rust-timer",
  ],
  ...[
    "rustbot",
    "semantic-release-bot",
    "snyk-bot",
    "sourcery-ai",
    "stigmergy",
    "sweep-ai",
    "tabnine",
    "triagebot",
  ],
] as const;

/** A name in code, at its `@`. */
export const botInCode = new RegExp(`@(?=(?:${names.join("|")})(?![\\w-]))`, "gi");

const phrases = [
  ...[
    "add to (?:allow|white)list",
    "bors\\b",
    "homu\\b",
    "hey\\b",
    "i have read the",
    "jenkins\\b",
    "lgtm\\b",
  ],
  ...[
    "mergify\\b",
    "ok to test",
    "r[?+=-]",
    "re-?run\\b",
    "re-?check",
    "re-?test",
    "rebase this",
    "run \\w+ tests?",
  ],
  ...["run buildkite", "shipit\\b", "test this", "ship it\\b"],
] as const;

/** What stands before a command on its line and does not hide it from its bot: quotes, list marks, space. */
const lead = "(?:[\\t >|*_+~()\\d-]{0,40})";

/** A line that begins with words, a stop or a call that some bot takes for a command; `[1]` is what comes before. */
export const commandLine = new RegExp(`^(${lead})(?=(?:${phrases.join("|")})|[.!%][A-Za-z])`, "i");

/** A slash command in text; what follows a port is the way to a page. */
export const slash = /(?<![^\s>|*_+~()\d"'\][{}:;,-])(?<!:\/\/[\w.-]{1,255}:\d{1,5})\/(?=[A-Za-z])/g;

/** A line of code that is a slash command to a bot that knows no code; `[1]` is what comes before. */
export const slashLine = new RegExp(`^(${lead})/(?=[A-Za-z][\\w-]*(?:[^\\w/.-]|$))`);

/** The same character, wide: a person reads it, and no bot. */
export const wide = (character: string): string =>
  String.fromCharCode((character.codePointAt(0) ?? 0x20) + 0xfee0);
