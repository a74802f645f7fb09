import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { yamlText, type ApiKey } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';

/** The file of keys that all servers of a stage follow, in a folder of its own that containers can be given. */
export function keysPath(stageFolder: string): string {
  return join(stageFolder, 'keys', 'deployment.yml');
}

/** Says who may call from now on; what is so already is not written again. */
export async function writeKeys(stageFolder: string, keys: readonly ApiKey[]): Promise<void> {
  const path = keysPath(stageFolder);
  const text = yamlText({ schema: 'keys/1', keys });
  // not there yet
  const before = await readFile(path, 'utf8').catch(() => '');
  if (before !== text) await writeWhole(path, text);
}
