import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord } from '@orangery/schemas/files';

/**
 * Stages that the files of a checkout name, such as `leaf-service/production`.
 * @throws Failure FILE_INVALID
 */
export async function wantedEnvironments(root: string): Promise<readonly string[]> {
  // a catalogue without deployments is normal
  const names = await readdir(join(root, 'deployments')).catch(() => [] as string[]);
  const files = names.filter((name) => name.endsWith('.yml')).sort();
  const wanted = await Promise.all(
    files.map(async (file) => {
      const path = `deployments/${file}`;
      const { stages } = await readRecord('deployment', join(root, path), path);
      return Object.keys(stages).map((stage) => `${file.slice(0, -'.yml'.length)}/${stage}`);
    }),
  );
  return wanted.flat();
}
