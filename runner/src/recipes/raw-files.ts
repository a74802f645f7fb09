import type { DataFile } from '../dataset/data-file.ts';
import type { RawInput } from './recipe.ts';

/** Some files of a dataset as they would arrive. */
export async function rawFiles(
  examples: readonly { readonly file: DataFile }[],
  indices: readonly number[],
): Promise<RawInput[]> {
  return Promise.all(
    indices.map(async (index) => {
      const { file } = examples[index]!;
      return { kind: 'file', name: file.path, bytes: await file.read() } as const;
    }),
  );
}
