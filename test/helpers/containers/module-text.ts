import { renderModuleFile, type ModuleFrontMatter } from '@orangery/schemas';

/** The `module.md` of a container module. */
export function containerModuleText(fields: Partial<ModuleFrontMatter> = {}): string {
  const frontMatter: ModuleFrontMatter = {
    schema: 'module/2',
    title: 'Leaves',
    summary: 'The species of a leaf, by the server in a container.',
    version: '1.0.0',
    license: 'Apache-2.0',
    authors: [],
    maintainers: [],
    tasks: ['tabular-classification'],
    kind: 'module',
    runtime: 'container',
    container: { image: 'leaves' },
    resources: { cpu: 1, memory: '512Mi' },
    ...fields,
  };
  return renderModuleFile(frontMatter, 'What it does.');
}
