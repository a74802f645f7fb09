import { extname } from 'node:path';
import { Failure } from '@orangery/schemas';
import { contentOf, headBytes } from '../archive/content.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import { readBytes } from '../stored-file.ts';

/**
 * Refuses a page for people that came where data was expected: a login, a preview, an error.
 * @throws Failure DATASET_INVALID
 */
export async function refusePage(path: string, { path: name, label }: RemoteFile): Promise<void> {
  if (/^\.x?html?$/i.test(extname(name))) return;
  const content = contentOf(await readBytes(path, 0, headBytes));
  if (content.kind !== 'page') return;
  throw new Failure('DATASET_INVALID', `${label}: expected data, found ${content.name}`, {
    hint: 'The link leads to a page for people, perhaps a login or preview: use the direct download link.',
  });
}
