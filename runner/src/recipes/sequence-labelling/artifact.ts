import { Failure } from '@orangery/schemas';
import { readPreprocessing } from '../../network/network-artifact.ts';
import type { ArtifactFiles } from '../recipe.ts';
import { sizeOfChain } from './chain.ts';
import { tableOf } from './feature-table.ts';
import type { FeatureOptions } from './knobs.ts';
import { shapeOf, type SequenceModel } from './model.ts';

/** What `preprocessing.json` holds. */
interface Saved {
  readonly recipe: 'sequence-labelling';
  readonly family: SequenceModel['family'];
  readonly target: string;
  readonly classes: readonly string[];
  readonly options: FeatureOptions;
  readonly features: readonly string[];
}

/** Names as `preprocessing.json`, weights as 32-bit floats. */
export function saveSequenceModel(model: SequenceModel): ArtifactFiles {
  const { family, target, classes, table, weights } = model;
  const { window, suffixes, prefixes } = table.options;
  const saved: Saved = {
    recipe: 'sequence-labelling',
    ...{ family, target, classes },
    options: { window, suffixes, prefixes },
    features: [...table.places.keys()],
  };
  return new Map([
    ['preprocessing.json', new TextEncoder().encode(`${JSON.stringify(saved)}\n`)],
    ['weights.bin', new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength).slice()],
  ]);
}

/** @throws Failure FILE_INVALID */
export function loadSequenceModel(files: ArtifactFiles): SequenceModel {
  const { family, target, classes, options, features } = parseSaved(readPreprocessing(files));
  const table = tableOf(options, features);
  const bytes = files.get('weights.bin') ?? new Uint8Array();
  const expected = 4 * sizeOfChain(shapeOf({ classes, table }));
  if (bytes.length !== expected) {
    throw new Failure(
      'FILE_INVALID',
      `artifact/weights.bin: expected ${expected} bytes, found ${bytes.length}`,
    );
  }
  return { family, target, classes, table, weights: new Float32Array(bytes.slice().buffer) };
}

function parseSaved(value: unknown): Saved {
  const found = (value ?? {}) as Partial<Record<keyof Saved, unknown>>;
  const options = (found.options ?? {}) as Partial<Record<keyof FeatureOptions, unknown>>;
  const isValid =
    found.recipe === 'sequence-labelling' &&
    (found.family === 'crf' || found.family === 'perceptron') &&
    typeof found.target === 'string' &&
    areTexts(found.classes) &&
    areTexts(found.features) &&
    [options.window, options.suffixes, options.prefixes].every(isSmall);
  if (isValid) return value as Saved;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of sequence-labelling',
  );
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isSmall(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 20;
}
