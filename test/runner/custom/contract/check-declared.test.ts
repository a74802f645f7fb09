import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModule } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { checkDeclared } from '../../../../runner/src/custom/contract/check-declared.ts';
import { openModel } from '../../../../runner/src/container/api/open-model.ts';
import { containerModuleText } from '../../../helpers/containers/module-text.ts';
import { stylesModel } from '../../../helpers/containers/styles-model.ts';
import { startUpstream } from '../../../helpers/containers/upstream.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const comment = '# measured in 2026\nresources:';

async function moduleOf(text = containerModuleText()) {
  const root = await tempFolder({ 'styles/module.md': text.replace('resources:', comment) });
  const folder = join(root, 'styles');
  const read = await readModule(folder);
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.problems));
  return { folder, module: read.module };
}

const remote = async () =>
  openModel(await startUpstream(stylesModel), {
    ...{ model: 'styles', label: 'styles', signal: new AbortController().signal },
  });

describe('whether module.md says what its server takes', () => {
  it('is told with types, defaults, choices and ranges, and nothing is written unasked', async () => {
    const { folder, module } = await moduleOf();
    await expect(checkDeclared(module, await remote(), undefined)).rejects.toThrow(
      /strength \(number, may be left out, such as 0.5, at least 0, at most 1\)\n.*rounds \(category, .* 1 or 2 or 5\)/,
    );
    expect(await readFile(join(folder, 'module.md'), 'utf8')).not.toContain('inputs');
  });

  it('is written into it when asked, once, and leaves the rest as it is', async () => {
    const { folder, module } = await moduleOf(
      containerModuleText({ inputs: [{ name: 'title', type: 'text', description: 'My words.' }] }),
    );
    const { detail } = await checkDeclared(module, await remote(), folder);
    expect(detail).toBe(
      'written into it: content, style, strength, rounds, keep, width, style, bytes',
    );
    const again = await readModule(folder);
    if (again.kind === 'invalid') throw new Error(JSON.stringify(again.problems));
    const { inputs, outputs } = again.module.frontMatter;
    expect(inputs?.[0]).toEqual({ name: 'title', type: 'text', description: 'My words.' });
    expect(inputs).toHaveLength(7);
    expect(outputs).toEqual([
      { name: 'style', type: 'text' },
      { name: 'bytes', type: 'integer' },
    ]);
    const text = await readFile(join(folder, 'module.md'), 'utf8');
    expect(text).toContain(comment);
    expect(text.endsWith('What it does.\n')).toBe(true);
    const { detail: names } = await checkDeclared(again.module, await remote(), folder);
    expect(names).toBe('title, content, style, strength, rounds, keep, width');
    expect(await readFile(join(folder, 'module.md'), 'utf8')).toBe(text);
  });

  it('fails for an input that its server does not have', async () => {
    const { module } = await moduleOf(
      containerModuleText({ inputs: [{ name: 'titel', type: 'text' }] }),
    );
    await expect(checkDeclared(module, await remote(), undefined)).rejects.toThrow(
      'expected inputs that its server has, found titel',
    );
  });
});
