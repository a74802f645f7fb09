import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestPath } from './view-manifest.ts';

/**
 * Removes a view or what is left of one. Its manifest goes first: whatever interrupts the rest, half
 * a view is never taken for a whole one.
 */
export async function removeView(view: string): Promise<void> {
  const found = await lstat(view).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory()) {
    await chmod(view, 0o755);
    await rm(manifestPath(view), { force: true });
    await makeRemovable(view);
  }
  await rm(view, { recursive: true, force: true });
}

/** What lies in a read-only folder cannot be removed, except by root. */
async function makeRemovable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeRemovable(join(folder, entry.name));
  }
}
