import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleFrontMatter } from '@orangery/schemas';
import { root } from '../orangery.ts';
import type { ContainerGarden } from './container-garden.ts';
import { containerModuleText } from './module-text.ts';

const templates = join(root, 'runner/templates/container');

export interface TemplateModule {
  readonly id: string;
  readonly fields: Partial<ModuleFrontMatter>;
  /** Changes the code of its model. */
  readonly change?: (code: string) => string;
  /** Further files, or others in place of the template's, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes the template that tells languages as a module of a garden. */
export async function writeTemplate(
  garden: Pick<ContainerGarden, 'write'>,
  { id, fields, change = (code) => code, files = {} }: TemplateModule,
): Promise<void> {
  const read = async (path: string): Promise<string> => readFile(join(templates, path), 'utf8');
  const task = 'text-classification';
  const all = {
    'server.py': await read('shared/server.py'),
    Dockerfile: await read('shared/Dockerfile'),
    'weights/weights.json': await read(`${task}/weights/weights.json`),
    'model.py': change(await read(`${task}/model.py`)),
    'module.md': containerModuleText(fields),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) await garden.write(`modules/${id}/${path}`, text);
}
