import { MissingAddOn } from './backends/add-on.ts';
import type { BackendEntry, StartOptions } from './backends/backend-entry.ts';
import { cudaRefusal, type Gpu } from './cuda-refusal.ts';
import { messageOf } from './not-started.ts';
import { startEntry } from './start-entry.ts';

/** What is known of a backend on this machine. */
export interface Look {
  readonly entry: BackendEntry;
  readonly outcome: 'works' | 'missing' | 'failed' | 'not tried';
  /** What it is, or why it is not taken. */
  readonly reason: string;
  readonly library?: string;
  readonly gpu?: string;
  /** Milliseconds of one training step of the model at hand. */
  readonly stepMs?: number;
}

export interface LookOptions {
  readonly gpus: readonly Gpu[];
  readonly options: StartOptions;
}

/** Starts a backend to see whether it works. To be called in turn. */
export async function lookAt(entry: BackendEntry, { gpus, options }: LookOptions): Promise<Look> {
  const refusal = entry.name === 'tensorflow-gpu' ? cudaRefusal(gpus) : undefined;
  if (refusal !== undefined) return { entry, outcome: 'missing', reason: refusal };
  try {
    const { isImitated, library, gpu } = await startEntry(entry, options);
    const facts = { entry, library, ...(gpu === undefined ? {} : { gpu }) };
    return isImitated === true
      ? { ...facts, outcome: 'not tried', reason: `${gpu} is no card: the processor imitates one` }
      : { ...facts, outcome: 'works', reason: entry.reason };
  } catch (error) {
    const outcome = error instanceof MissingAddOn ? 'missing' : 'failed';
    return { entry, outcome, reason: messageOf(error).slice(0, 300) };
  }
}
