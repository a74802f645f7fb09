import type { Budget } from '@orangery/schemas';

export interface Machine {
  readonly cores: number;
  /** Memory that may still be used. */
  readonly freeBytes: number;
}

/** More help little: rounds wait for their slowest trial. */
const mostWorkers = 4;
/** Of a worker before it has any data. */
const workerBytes = 300 * 1024 ** 2;
/** Of data in memory to data in files, which may be packed pictures. */
const unpacking = 8;

/**
 * How many trials to run at a time when nobody says: as many as the GPUs asked for, else as cores,
 * memory and trials allow.
 * @param dataBytes of the data's files
 */
export function chooseWidth(
  { MODEL_TRIAL_COUNT, GPU_COUNT }: Required<Budget>,
  { cores, freeBytes }: Machine,
  dataBytes: number,
): number {
  if (GPU_COUNT > 0) return Math.min(GPU_COUNT, MODEL_TRIAL_COUNT);
  const inMemory = Math.floor(freeBytes / (workerBytes + unpacking * dataBytes));
  return Math.max(1, Math.min(cores, mostWorkers, inMemory, MODEL_TRIAL_COUNT));
}
