import { baseImage } from '../engine/base-image.ts';
import { edgeImage } from '../engine/edge-image.ts';

/** What commands need to know where no image can be pulled. */
export async function engineEnvironment(): Promise<Readonly<Record<string, string>>> {
  return {
    ORANGERY_BASE_IMAGE: await baseImage(),
    ORANGERY_EDGE_IMAGE: await edgeImage(),
    ORANGERY_BUILD_NETWORK: 'host',
  };
}
