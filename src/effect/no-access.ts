/** GitHub keeps the app itself out: told apart from every other refusal, in one sentence that says what a person can do. */

/** Trying again soon is no use. It has no `status`: that nothing can be read must not look as if something were gone. */
export class NoAccess extends Error {
  override readonly name = "NoAccess";
}

/** What octokit throws; a login's refusal comes as that of the request it was for. */
interface Refused {
  readonly status?: number;
  readonly message?: string;
  readonly request?: { readonly method?: string; readonly url?: string };
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

interface GraphqlError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
}

/** As GitHub says it by REST and in the errors of GraphQL. */
const lacksPermission = /Resource not accessible by integration/;

/** The error as it should go on: what keeps the app out becomes `NoAccess`, all else stays as it is. */
export function toNoAccess(error: unknown): unknown {
  const why = whyOf(error as Refused);
  return why === undefined ? error : new NoAccess(why, { cause: error });
}

/** Throws when GraphQL answers that the app may not do this; it says so with status 200. */
export function checkPermitted(data: unknown): void {
  const { errors } = (data ?? {}) as { errors?: unknown };
  const said: readonly GraphqlError[] = Array.isArray(errors) ? errors : [];
  const refused = said.find(({ message = "" }) => lacksPermission.test(message));
  if (refused) throw new NoAccess(lacking(`ask GraphQL for ${refused.path?.join(".") ?? "this"}`, ""));
}

/** Does this say that GitHub did not take an installation's token? */
export const isRefusedToken = (error: unknown): boolean =>
  (error as Refused).status === 401 && !isLogin(error as Refused);

function whyOf(error: Refused): string | undefined {
  const { status = 0, message = "" } = error;
  if (status === 403 && /suspended/i.test(message))
    return "The app's installation is suspended: nothing happens there until its owner lifts that.";
  if (status === 403 && lacksPermission.test(message)) {
    const { method = "", url = "" } = error.request ?? {};
    const needed = error.response?.headers?.["x-accepted-github-permissions"];
    return lacking(`${method} ${URL.parse(url)?.pathname ?? url}`, needed ? `, which takes ${needed}` : "");
  }
  if (isLogin(error)) return whyNoLogin(status, error.request?.url ?? "");
  if (status === 401) return "GitHub takes the app's token no more, and a new one neither.";
  return undefined;
}

function whyNoLogin(status: number, url: string): string | undefined {
  if (status === 401)
    return "GitHub does not believe who the app is: check its id, its private key and this machine's clock.";
  if (!url.endsWith("/access_tokens")) return undefined;
  if (status === 404) return "The app is not installed there any more.";
  return status >= 500 ? `GitHub gives the app no token at the moment (${status}).` : undefined;
}

const lacking = (deed: string, needed: string): string =>
  `The app lacks a permission: it may not ${deed}${needed}. Grant it in the app's settings, and accept it where it is installed.`;

/** Requests as the app itself, those for tokens among them. */
const isLogin = ({ request }: Refused): boolean =>
  /^(\/api\/v3)?\/app(\/|$)/.test(URL.parse(request?.url ?? "")?.pathname ?? "");
