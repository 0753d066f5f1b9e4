/** Tells an answer that something is missing from every other trouble. */

/** False when GitHub knows no such thing; any other refusal is thrown. */
export async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const isGone = error instanceof Error && "status" in error && [404, 410].includes(Number(error.status));
    if (isGone) return false;
    throw error;
  }
}

/** What GraphQL knows of what was asked: there, what is missing is an error beside the rest. */
export async function thatIsThere<Answer extends { readonly repository: unknown }>(
  call: Promise<Answer>,
): Promise<Answer> {
  return call.catch((error: Error & { data?: Answer }) => {
    if (error.data?.repository) return error.data;
    throw error;
  });
}
