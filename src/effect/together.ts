/** Several effects at once. */

/**
 * Waits for all, also when one fails: what is still under way would take effect beside what is decided next. Rejects as
 * the first that failed.
 */
export async function together(effects: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(effects);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}
