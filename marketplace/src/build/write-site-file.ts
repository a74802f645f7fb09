import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveInside } from '@orangery/schemas/files';
import type { SiteFile } from '../files/site-file.ts';

/** @param out folder of the site */
export async function writeSiteFile({ path, content }: SiteFile, out: string): Promise<void> {
  const target = resolveInside(out, path);
  await mkdir(dirname(target), { recursive: true });
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await writeFile(target, content);
  } else {
    await copyFile(content.copyOf, target);
  }
}
