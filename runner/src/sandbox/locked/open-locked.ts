import type { BackendName } from '@orangery/schemas';
import type { RunnerFolders } from '../../training/training-order.ts';
import type { World } from '../../world.ts';
import { defaultLimits, type LockedLimits } from './limits.ts';
import { lockedImage, type LockedImage } from './locked-image.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import type { Sandbox } from './sandbox.ts';
import { removeOldFolders } from './work-folder.ts';

export interface LockedNeeds {
  readonly backend: BackendName | 'auto';
  /** GPUs at a time. */
  readonly gpus: number;
  /** When the work must have ended. */
  readonly seconds: number;
}

export interface OpenLocked {
  readonly image: LockedImage;
  readonly limits: LockedLimits;
}

/**
 * Finds the image, and removes what runs that were killed have left.
 * @throws Failure SANDBOX_UNAVAILABLE
 */
export async function openLocked(
  sandbox: Sandbox,
  { backend, gpus, seconds }: LockedNeeds,
  { folders, world }: { readonly folders: RunnerFolders; readonly world: World },
): Promise<OpenLocked> {
  const needsGpu = gpus > 0 || backend === 'tensorflow-gpu' || backend === 'webgpu';
  const usual = `orangery/${needsGpu ? 'train-gpu' : 'train-cpu'}:current`;
  const engine = { signal: world.signal, env: sandbox.env };
  const image = await lockedImage(sandbox.image ?? usual, engine);
  await removeLeftovers(engine, world.now());
  await removeOldFolders(folders.state, image.id, engine);
  const gpuFlag = needsGpu ? gpusOf(Math.max(1, gpus), folders.deviceEnvironment) : undefined;
  const limits = {
    ...{ ...defaultLimits(), seconds, ...sandbox.limits },
    ...(gpuFlag !== undefined && { gpus: gpuFlag }),
  };
  return { image, limits };
}

/** The devices that whoever starts it may use, else as many as are asked for. */
function gpusOf(count: number, env: RunnerFolders['deviceEnvironment']): string {
  const given = env?.['CUDA_VISIBLE_DEVICES'] ?? '';
  return /^\d+(,\d+)*$/.test(given) ? `"device=${given}"` : String(count);
}
