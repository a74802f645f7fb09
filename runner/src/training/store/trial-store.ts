import type { StudyRound, TrialResult } from '@orangery/schemas';
import type { ArtifactFiles } from '../../recipes/recipe.ts';

/** What one segment of a trial leaves behind. */
export interface SegmentFiles {
  /** Of the first fold; `null` when it gave no weights. */
  readonly model: ArtifactFiles | null;
  /** By fold: what going on needs. */
  readonly checkpoints: ReadonlyMap<number, ArtifactFiles>;
}

/**
 * Where a search keeps what it proposed and what came of it. What is written is there whole or not
 * at all: from it alone a search goes on.
 */
export interface TrialStore {
  /** In order. */
  rounds(): Promise<readonly StudyRound[]>;
  writeRound(round: StudyRound): Promise<void>;
  /** `undefined` when the segment has not ended. */
  result(trial: number, segment: number): Promise<TrialResult | undefined>;
  /** The result is written last: when it is there, its files are. */
  write(result: TrialResult, files: SegmentFiles): Promise<void>;
  /** Weights that a segment kept. */
  model(trial: number, segment: number): Promise<ArtifactFiles>;
  checkpoint(trial: number, segment: number, fold: number): Promise<ArtifactFiles>;
  /** Removes the files of a segment that nobody will ask for again. */
  forget(trial: number, segment: number): Promise<void>;
}
