import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { renderModuleFile } from '../../../../schemas/src/module-file.ts';
import type { ModuleFrontMatter } from '@orangery/schemas';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { topologyOf } from './fake-predictor.ts';

/** What the front matter of a module says; of a pipeline, where nothing else is said. */
export type WrittenModule = Partial<ModuleFrontMatter>;

/**
 * A marketplace with these modules, and copies of modules of this repository.
 * @returns its folder
 */
export async function writeMarketplace(
  modules: Readonly<Record<string, WrittenModule>>,
  copied: readonly string[] = [],
): Promise<string> {
  const written = Object.entries(modules).map(([id, fields]): [string, string] => [
    `modules/${id}/module.md`,
    renderModuleFile(
      {
        ...{ schema: 'module/2', title: 'A pipeline', summary: 'Made of other modules.' },
        ...{ version: '1.0.0', license: 'MIT', authors: [], maintainers: [], tasks: ['a'] },
        ...{ kind: 'pipeline', runtime: 'pipeline', ...fields },
      },
      'What it does.',
    ),
  ]);
  const folder = await tempFolder({
    'orangery.config.yml': 'schema: configuration/1\n',
    ...Object.fromEntries(written),
  });
  await Promise.all(
    copied.map(async (id) =>
      cp(join(root, 'modules', id), join(folder, 'modules', id), { recursive: true }),
    ),
  );
  return folder;
}

/** Pipelines d1, d2, …: of four times the module, of four times d1, and so on. */
export function nestedPipelines(module: string, depth: number): Record<string, WrittenModule> {
  const entries = Array.from({ length: depth }, (_, above): [string, WrittenModule] => {
    const step = above === 0 ? module : `d${above}`;
    const steps = ['a', 'b', 'c', 'd'].map((name) => ({ name, module: step }));
    return [`d${above + 1}`, { pipeline: topologyOf('parallel', ...steps) }];
  });
  return Object.fromEntries(entries);
}
