import { defaultImage } from './machines-place.ts';

/** Where machines are only looked at or removed, whatever they were made of. */
export const unknownMachines = {
  ...{ count: 1, image: defaultImage, labels: [] },
  limits: { cpus: 1, memoryBytes: 0, pids: 0, workBytes: 0, gpus: 0 },
};
