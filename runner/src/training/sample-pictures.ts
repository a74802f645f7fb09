import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoldenInput } from './golden-test.ts';

const mostPictures = 6;

/** The first pictures of a module's `sample/`, which its golden test is made of. */
export async function samplePictures(folder: string): Promise<GoldenInput[]> {
  // a module without samples is normal
  const names = await readdir(join(folder, 'sample')).catch(() => [] as string[]);
  const pictures = names.filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).sort();
  return Promise.all(
    pictures.slice(0, mostPictures).map(async (name) => {
      const file = `sample/${name}`;
      const bytes = await readFile(join(folder, file));
      return { input: { file }, raw: { kind: 'file', name, bytes } as const };
    }),
  );
}
