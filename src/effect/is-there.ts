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
