import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { ReadOptions } from '../recipe.ts';
import { readHead } from './read-head.ts';

/**
 * What is wrong with files that no recipe reads when the column to predict was misspelt; undefined
 * when it is there, or nothing was named.
 */
export async function missingTarget(
  files: readonly DataFile[],
  { target, signal }: Pick<ReadOptions, 'target' | 'signal'>,
): Promise<Failure | undefined> {
  if (target === undefined) return undefined;
  const columns = (await readHead(files, signal))?.table?.columns;
  if (columns === undefined || columns.includes(target)) return undefined;
  return new Failure(
    'DATASET_INVALID',
    `the dataset: expected a column ${JSON.stringify(target)} to predict, found ${columns.join(', ')}`,
    { hint: 'Name one of these with --target.' },
  );
}
