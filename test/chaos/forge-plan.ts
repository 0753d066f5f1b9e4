/** What the supervisor tells the forge's process, and what it is told. */

export interface ForgePlan {
  readonly dir: string;
  readonly port: number;
  readonly webhookUrl: string;
  /** The git repository that every repository of the run begins as. */
  readonly source: string;
  readonly owner: string;
  readonly repositories: readonly string[];
  /** The seed of its faults; absent, it behaves. */
  readonly faults?: number;
}

export interface ForgeReady {
  readonly url: string;
  /** Of ada, who may do everything. */
  readonly token: string;
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}
