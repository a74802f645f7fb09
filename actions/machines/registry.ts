/** A machine as GitHub knows it. */
export interface Registration {
  readonly id: number;
  readonly name: string;
  readonly isOnline: boolean;
  readonly isBusy: boolean;
}

/** What one container needs to become a machine of GitHub, for one job. */
export interface JitConfiguration {
  readonly id: number;
  /** A secret: who has it takes the job. */
  readonly configuration: string;
}

/** What machines need of GitHub; each throws a Failure GITHUB_FAILED when GitHub does not answer as expected. */
export interface MachineRegistry {
  /** Those whose name begins so. */
  list(prefix: string): Promise<readonly Registration[]>;
  create(name: string): Promise<JitConfiguration>;
  /** False when it is at work. Does nothing when it is gone already. */
  remove(id: number): Promise<boolean>;
}
