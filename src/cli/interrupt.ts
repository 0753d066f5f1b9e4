/** Ctrl-C and its like. A terminal sends it to every process of the command, so the same one may arrive twice. */

/** So long a second signal is an echo of the first; after that it means that the user will not wait. */
const echoMs = 2000;

/**
 * Listens from now until the process ends; resolves at the first signal. A second one after the echo ends the
 * process at once, with 130.
 */
export function interrupted(): Promise<"stopped"> {
  const { promise, resolve } = Promise.withResolvers<"stopped">();
  let first: number | undefined;
  const hear = () => {
    if (first !== undefined && performance.now() - first > echoMs) process.exit(130);
    first ??= performance.now();
    resolve("stopped");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, hear);
  return promise;
}
