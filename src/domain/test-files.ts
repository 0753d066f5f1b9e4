/** Which files are tests, and roughly how much a test demands. No language is parsed: it tells people where to look. */

/** By the names that test runners look for. */
export const isTestFile = (path: string): boolean =>
  /(?:^|\/)(?:tests?|specs?|__tests__|acceptance|e2e)\//i.test(path) ||
  /(?:^|\/)(?:test_[^/]+|[^/]+(?:[._-](?:test|tests|spec)|Tests?|Spec))\.[a-z]{1,5}$/.test(path);

export interface Demands {
  /** Words that begin a test or demand something. */
  readonly claims: number;
  /** Marks that leave a test out, or end the program before it can fail. */
  readonly excuses: number;
}

const claim =
  /\bassert\w*|\.should\b|\b(?:expect|test|it|describe|require\.\w+)\s*\(|\bdef test_|\bfunc Test|\bfn test_|\bt\.(?:Error|Fatal)/g;

const excuse =
  /\.(?:skip|only|todo|fixme)\b|\b(?:xit|xdescribe|xtest|fit|fdescribe)\(|@(?:Disabled|Ignore|unittest\.skip|pytest\.mark\.(?:skip|xfail))|#\[ignore|\bt\.Skip|\bpytest\.skip|\b(?:process|sys|os)\.[eE]xit\(0?\)|^[ \t]*exit 0\b/gm;

/** Of a text of any length, in linear time. */
export const demandsOf = (text: string): Demands => ({
  claims: text.match(claim)?.length ?? 0,
  excuses: text.match(excuse)?.length ?? 0,
});

/** What a change does to the tests and checks that were there when the goal began, and to the settings of runners. */
export interface Alarms {
  /** Test files that are gone from where they were. */
  readonly removed: readonly string[];
  /** Test files that demand less than before, or leave more out. */
  readonly weakened: readonly {
    readonly path: string;
    readonly before: Demands;
    readonly after: Demands;
  }[];
  /** How many changed test files nobody looked into. */
  readonly unread: number;
  /** Files that say what a check is, changed or new. */
  readonly checks: readonly string[];
}

export const isWeaker = (before: Demands, after: Demands): boolean =>
  after.claims < before.claims || after.excuses > before.excuses;
