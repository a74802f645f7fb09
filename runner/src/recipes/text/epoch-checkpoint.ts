import { Failure } from '@orangery/schemas';
import type { Measured } from '../../network/best-weights.ts';
import type { ArtifactFiles } from '../recipe.ts';

/** How far a fit in epochs came. */
export interface EpochCheckpoint {
  /** Epochs done. */
  readonly epoch: number;
  readonly best: Measured & {
    /** 0 before the first. */
    readonly epoch: number;
    readonly weights: Float32Array | null;
  };
}

type State = Readonly<Record<string, Float64Array>>;

/** Progress as `progress.json`, the best weights as `best.bin`, each live array as `<name>.bin`. */
export function writeCheckpoint({ epoch, best }: EpochCheckpoint, state: State): ArtifactFiles {
  const { weights, ...measured } = best;
  const progress = JSON.stringify({ epoch, best: measured });
  return new Map([
    ['progress.json', new TextEncoder().encode(progress)],
    ['best.bin', bytesOf(weights ?? new Float32Array())],
    ...Object.entries(state).map(([name, values]) => [`${name}.bin`, bytesOf(values)] as const),
  ]);
}

/**
 * Puts a checkpoint back into the live arrays of a learner of the same size.
 * @throws Failure FILE_INVALID
 */
export function readCheckpoint(files: ArtifactFiles, state: State): EpochCheckpoint {
  for (const [name, values] of Object.entries(state)) {
    const bytes = files.get(`${name}.bin`);
    if (bytes?.length !== values.byteLength) throw invalid(`${name}.bin`);
    values.set(new Float64Array(bytes.slice().buffer));
  }
  const best = files.get('best.bin');
  if (best === undefined || best.length % 4 !== 0) throw invalid('best.bin');
  const progress = readProgress(files);
  return {
    ...progress,
    best: { ...progress.best, weights: new Float32Array(best.slice().buffer) },
  };
}

type Progress = { readonly epoch: number; readonly best: Measured & { readonly epoch: number } };

function readProgress(files: ArtifactFiles): Progress {
  try {
    const progress: unknown = JSON.parse(new TextDecoder().decode(files.get('progress.json')));
    if (isProgress(progress)) return progress;
  } catch {
    // not JSON: refused below
  }
  throw invalid('progress.json');
}

function isProgress(value: unknown): value is Progress {
  const { epoch, best } = (value ?? {}) as { epoch?: unknown; best?: Record<string, unknown> };
  const figures = [epoch, best?.['epoch'], best?.['score'], best?.['loss']];
  return figures.every((figure) => Number.isFinite(figure));
}

function invalid(path: string): Failure {
  return new Failure('FILE_INVALID', `checkpoint/${path}: expected what a paused trial wrote`, {
    hint: 'Remove the run’s work folder and train again.',
  });
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}
