/** Tells what GitHub will not do, however often it is asked, from every other trouble. */

interface Refused {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly data?: { readonly errors?: unknown } };
  /** Of GraphQL, whose answers come with status 200. */
  readonly errors?: unknown;
}

/** It says this of creations that come too fast, with the signs of a refusal. */
const isForNow = /submitted too quickly/i;

/** In GitHub's own words why it refused for good; undefined for any other trouble. */
export function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, message, response, errors }: Refused = error;
  const said = listOf(errors);
  if (status !== 422 && !said.some(({ type }) => type === "UNPROCESSABLE")) return undefined;
  const details = [...said, ...listOf(response?.data?.errors)].flatMap((one) => one.message ?? []);
  const words = details.length > 0 ? details.join(", ") : String(message);
  return isForNow.test(words) ? undefined : words;
}

/** Of REST an item may be a mere string. */
const listOf = (errors: unknown): readonly { readonly type?: unknown; readonly message?: string }[] =>
  (Array.isArray(errors) ? errors : []).map((one: unknown) =>
    typeof one === "string" ? { message: one } : { ...(one as object) },
  );
