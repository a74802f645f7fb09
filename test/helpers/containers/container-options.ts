import type { ContainerOptions } from '../../../runner/src/container/container-options.ts';
import { engineEnvironment } from '../deployment/engine-environment.ts';
import { silentLogger } from '../../../runner/src/world.ts';

/**
 * With what containers are made in tests, where no image can be pulled.
 * @param folder for work on images
 */
export async function containerOptions(
  folder: string,
  options: Partial<ContainerOptions> = {},
): Promise<ContainerOptions> {
  const { ORANGERY_EDGE_IMAGE: edge = '' } = await engineEnvironment();
  const { PATH, HOME } = process.env;
  return {
    ...{ env: { PATH, HOME }, signal: new AbortController().signal, logger: silentLogger },
    ...{ folder, images: { edge } },
    ...options,
  };
}
