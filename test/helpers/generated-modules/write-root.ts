import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateModule, type GeneratedModule } from './module-text.ts';

/** Writes a marketplace of generated modules into a folder that is empty. */
export async function writeGeneratedRoot(root: string, count: number): Promise<void> {
  await mkdir(join(root, 'modules'), { recursive: true });
  await writeFile(
    join(root, 'orangery.config.yml'),
    'schema: configuration/1\ntitle: Generated\ndescription: Modules made by a program.\nsite: https://example.org\n',
  );
  for (let number = 0; number < count; number += 1) {
    await writeGeneratedModule(root, generateModule(number));
  }
}

export async function writeGeneratedModule(
  root: string,
  { id, files }: GeneratedModule,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'modules', id, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
