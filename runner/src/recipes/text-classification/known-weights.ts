import { readPreprocessing } from '../../network/network-artifact.ts';
import type { ArtifactFiles } from '../recipe.ts';
import { loadLinearModel } from './artifact.ts';
import { parseTextPreprocessing } from './preprocessing.ts';

/** The weight a linear model gives a term for a class, where it knows both. */
export type KnownWeights = (term: string, className: string) => number | undefined;

/** @returns nothing when the artifact is a network's */
export function readKnownWeights(files: ArtifactFiles): KnownWeights | undefined {
  const preprocessing = parseTextPreprocessing(readPreprocessing(files));
  if (preprocessing.family !== 'linear') return undefined;
  const { weights } = loadLinearModel(files, preprocessing);
  const rows = new Map(preprocessing.terms.map((term, index) => [term, index]));
  const columns = new Map(preprocessing.classes.map((name, index) => [name, index]));
  return (term, className) => {
    const [row, column] = [rows.get(term), columns.get(className)];
    if (row === undefined || column === undefined) return undefined;
    return weights[row * preprocessing.classes.length + column];
  };
}
