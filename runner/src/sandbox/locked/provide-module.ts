import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeReadable } from '../../deployment/image/work-folder.ts';
import type { Mount } from './locked-container.ts';
import { isPublic } from './provide-data.ts';

/** A module as a container finds it by its name: its folder, or a copy that everybody may read. */
export async function provideModule(id: string, folder: string, copies: string): Promise<Mount> {
  const target = `/orangery/modules/${id}`;
  if (await isPublic(folder)) return { source: folder, target };
  const copy = join(copies, 'modules', id);
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  await makeReadable(copy);
  return { source: copy, target };
}
