import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function garden() {
  const folder = await tempFolder({
    'orangery.config.yml': 'schema: configuration/2\ntitle: Garden\n',
    'modules/README.md': 'Modules.\n',
  });
  return { folder, make: async (...args: string[]) => orangery(['new', ...args], { cwd: folder }) };
}

describe('orangery new --template container', () => {
  it('begins with texts, or with the task that is named', async () => {
    const { folder, make } = await garden();
    const tasksOf = async (id: string): Promise<string | undefined> => {
      const text = await readFile(join(folder, 'modules', id, 'module.md'), 'utf8');
      return /^tasks: *\n? *(.*)/m.exec(text)?.[1];
    };
    expect((await make('plain', '--template', 'container')).code).toBe(0);
    expect(await tasksOf('plain')).toContain('text-classification');
    const asked = await make('asked', '--template', 'container', '--task', 'question-answering');
    expect(asked.stdout).toContain(
      'orangery predict asked --input modules/asked/sample/question.txt',
    );
    expect(await tasksOf('asked')).toContain('question-answering');
  });

  it.each([
    [['--template', 'onnx', '--task', 'general'], 'expected --task beside --template container'],
    [['--template', 'container', '--task', 'weather'], 'Allowed choices are text-classification'],
  ])('refuses %j', async (args, words) => {
    const { make } = await garden();
    const { code, stderr } = await make('odd', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
