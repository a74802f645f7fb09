import type { WantedStage } from '../wanted-stage.ts';
import type { KubectlOptions } from './kubectl.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** A stage whose objects are applied and waited for. */
export interface RollOut {
  readonly wanted: WantedStage;
  readonly objects: readonly KubernetesObject[];
  /** Sends objects to the cluster. */
  readonly apply: (objects: readonly object[]) => Promise<void>;
  readonly options: KubectlOptions;
}

export const defaultRolloutTimeoutMs = 600_000;
/** What kubectl may take beyond the limit that it was told. */
export const spareMs = 30_000;

/** Whether an error is no verdict on the new version: somebody ended the wait. */
export function isCancelled(error: unknown, { signal }: KubectlOptions): boolean {
  return (
    signal.aborted || (error instanceof Error && 'code' in error && error.code === 'CANCELLED')
  );
}

/** What was done about a failure; the failure is told also where nothing could be done about it. */
export async function orSayWhy(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `it could not be taken back: ${message.split('\n').at(-1)}`;
  }
}
