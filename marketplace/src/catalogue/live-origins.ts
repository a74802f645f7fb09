import type { ModuleRecords } from './records.ts';

/** Where a module's deployments answer: the only other places its page may ask. */
export function liveOrigins({ deployments }: ModuleRecords): readonly string[] {
  const origins = deployments.flatMap(({ address }) =>
    address === undefined ? [] : [new URL(address).origin],
  );
  return [...new Set(origins)];
}
