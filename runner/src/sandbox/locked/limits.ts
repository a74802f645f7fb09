import { availableParallelism, totalmem } from 'node:os';

/** What a whole training or benchmark may use of its machine. */
export interface LockedLimits {
  /** Of all its processes together, `/tmp` with them; there is no swap beside it. */
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Processes and threads together. */
  readonly processes: number;
  readonly temporaryBytes: number;
  /** Of the folder that the result goes to, with what is unfinished. */
  readonly resultBytes: number;
  readonly seconds: number;
  /** As `docker run --gpus` takes them; none when absent. */
  readonly gpus?: string;
}

const gibibyte = 1024 ** 3;

/** The limits of SECURITY-RULES R3, and as much memory and cores as the machine can spare. */
export function defaultLimits(): Omit<LockedLimits, 'seconds' | 'gpus'> {
  return {
    memoryBytes: Math.max(gibibyte, Math.floor(totalmem() * 0.9)),
    cpus: availableParallelism(),
    processes: 512,
    temporaryBytes: 2 * gibibyte,
    resultBytes: 16 * gibibyte,
  };
}
