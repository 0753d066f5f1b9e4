/** Ctrl-C and its like. A terminal sends it to every process of the command, so the same one may arrive twice. */

/** So long a second signal is an echo of the first; after that it means that the user will not wait. */
const echoMs = 2000;

export interface Interrupt {
  /** Resolves at the first signal. */
  readonly came: Promise<"stopped">;
  /** Gives the signals back to Node. */
  release(): void;
}

/** Listens from now on. A second signal after the echo ends the process at once, with 130. */
export function listenForInterrupt(): Interrupt {
  const { promise, resolve } = Promise.withResolvers<"stopped">();
  let first: number | undefined;
  const hear = () => {
    if (first !== undefined && performance.now() - first > echoMs) process.exit(130);
    first ??= performance.now();
    resolve("stopped");
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, hear);
  return {
    came: promise,
    release: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}
