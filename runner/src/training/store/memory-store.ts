import { Failure, type StudyRound, type TrialResult } from '@orangery/schemas';
import type { SegmentFiles, TrialStore } from './trial-store.ts';

/** Keeps a search in memory: in a page, and in tests. */
export function memoryStore(): TrialStore {
  const rounds: StudyRound[] = [];
  const results = new Map<string, TrialResult>();
  const files = new Map<string, SegmentFiles>();
  const key = (trial: number, segment: number): string => `${trial}/${segment}`;
  return {
    rounds: async () => [...rounds],
    writeRound: async (round) => void rounds.push(round),
    result: async (trial, segment) => results.get(key(trial, segment)),
    write: async (result, written) => {
      files.set(key(result.trial, result.segment), written);
      results.set(key(result.trial, result.segment), result);
    },
    model: async (trial, segment) => found(files.get(key(trial, segment))?.model, trial, segment),
    checkpoint: async (trial, segment, fold) =>
      found(files.get(key(trial, segment))?.checkpoints.get(fold), trial, segment),
    forget: async (trial, segment) => void files.delete(key(trial, segment)),
  };
}

function found<Value>(value: Value | null | undefined, trial: number, segment: number): Value {
  if (value != null) return value;
  throw new Failure('INTERNAL', `trial ${trial}, segment ${segment}: expected files, found none`);
}
