/** When a module last proved that it works. */
export interface Freshness {
  readonly isGreen: boolean;
  /** Date and time since when it has been so, ISO 8601. */
  readonly since: string;
  /** Of the last check, ISO 8601. */
  readonly checked: string;
}

/** One running copy of a module. */
export interface RunningDeployment {
  readonly name: string;
  readonly stage: 'staging' | 'production';
  readonly version: string;
  /** Inference URL, with a final slash; none while it has no public one. */
  readonly address: string | undefined;
  readonly health: 'healthy' | 'unhealthy' | 'stopped';
  /** ISO 8601. */
  readonly since: string;
}

/** What machines have written about a module; empty on a laptop. */
export interface ModuleRecords {
  readonly freshness: Freshness | undefined;
  /** Sorted by name, then stage. */
  readonly deployments: readonly RunningDeployment[];
}

export const noRecords: ModuleRecords = { freshness: undefined, deployments: [] };
