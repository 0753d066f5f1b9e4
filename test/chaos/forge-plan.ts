/** What the supervisor tells the forge's process, and what it is told. */

import type { FaultOptions } from "../../src/forge/forge.ts";

export interface ForgePlan {
  readonly dir: string;
  readonly port: number;
  readonly webhookUrl: string;
  /** The git repository that every repository of the run begins as. */
  readonly source: string;
  readonly owner: string;
  readonly repositories: readonly string[];
  /** Absent, it behaves. */
  readonly faults?: FaultOptions;
}

export interface ForgeReady {
  readonly url: string;
  /** Of ada, who may do everything. */
  readonly token: string;
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}
