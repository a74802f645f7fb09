import type { ModuleFrontMatter, ToolProgram } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** A tool called `tracker`, as it is read from its folder. */
export function toolModule(
  tool: ToolProgram,
  fields: Partial<ModuleFrontMatter> = {},
): Pick<Module, 'id' | 'frontMatter'> {
  return {
    id: 'tracker',
    frontMatter: {
      ...{ schema: 'module/2', title: 'Tracker', summary: 'Shows runs.', version: '1.0.0' },
      ...{ license: 'Apache-2.0', authors: [], maintainers: [], tasks: ['other'] },
      ...{ kind: 'tool', runtime: 'container', container: { image: 'tracker' }, tool },
      ...fields,
    },
  };
}
