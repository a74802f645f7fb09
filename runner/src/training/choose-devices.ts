import type { Devices } from '../compute/count-devices.ts';
import type { Device } from '../compute/pin-to-device.ts';

/**
 * A device for each worker: a GPU of its own, no more of them than the budget has, and no worker
 * more; cores by turns where there is no GPU to use.
 */
export function chooseDevices(
  workers: number,
  gpuCount: number,
  { gpus, cores }: Pick<Devices, 'gpus' | 'cores'>,
): Device[] {
  const usable = gpus.slice(0, Math.min(gpuCount, workers));
  if (usable.length > 0) return usable.map(({ index }) => ({ gpu: index }));
  return Array.from({ length: workers }, (_, index) => ({ core: cores[index % cores.length]! }));
}
