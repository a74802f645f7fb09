import { Failure } from '@orangery/schemas';
import type { BackendChoice } from '../backend.ts';
import type { BackendEntry, StartOptions } from '../backends/backend-entry.ts';
import { cpu } from '../backends/cpu.ts';
import { wasm } from '../backends/wasm.ts';
import { lookAt } from '../look-at-backend.ts';
import { inTurn } from '../start-entry.ts';
import { webgl } from './webgl.ts';
import { webgpuOfPage } from './webgpu.ts';

/** What a browser may have, the one that is probably fastest first. */
export const pageBackends: readonly BackendEntry[] = [webgpuOfPage, webgl, wasm, cpu];

/**
 * Starts the first of a page's backends that gives the right answer to a small sum, and is no graphics
 * card that the processor imitates. Says why it is this one.
 * @throws Failure BACKEND_UNAVAILABLE saying what each lacks
 */
export async function startPageBackend(
  options: StartOptions,
  backends: readonly BackendEntry[] = pageBackends,
): Promise<BackendChoice> {
  return inTurn(async () => {
    const misses: string[] = [];
    for (const entry of backends) {
      const { outcome, reason, library, gpu } = await lookAt(entry, { gpus: [], options });
      if (outcome === 'works' && library !== undefined) {
        const passedOver = misses.length === 0 ? '' : `; passed over ${misses.join(', ')}`;
        const card = gpu === undefined ? '' : ` (${gpu})`;
        const why = `${reason}${card}${passedOver}`;
        return { name: entry.name, reason: why, library, ...(gpu && { gpu }) };
      }
      misses.push(`${entry.name} (${reason})`);
    }
    const found = misses.join(', ');
    throw new Failure('BACKEND_UNAVAILABLE', `nothing computes in this browser: ${found}`, {
      hint: 'Use a browser of this year, or run the module on your machine.',
    });
  });
}
