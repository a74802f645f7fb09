import { link, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOutput } from '../../../cli/src/predict/check-output.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A folder with an input under several names, and an older file. */
async function folder(): Promise<string> {
  const cwd = await tempFolder({ 'rows.csv': 'x\n1\n', 'old.csv': 'kept' });
  await mkdir(join(cwd, 'below'));
  await symlink('rows.csv', join(cwd, 'linked.csv'));
  await symlink('..', join(cwd, 'below/up'));
  await symlink('nowhere', join(cwd, 'dangling.csv'));
  await link(join(cwd, 'rows.csv'), join(cwd, 'same.csv'));
  return cwd;
}

describe('where predictions go', () => {
  it.each([
    ['a file that is there', 'old.csv', 'expected no file of that name yet, found one'],
    ['a link to nowhere', 'dangling.csv', 'expected no file of that name yet, found one'],
    ['a folder', 'below', 'expected a file to write to, found none'],
    ['the input', 'rows.csv', 'expected another file than the input, found the input'],
  ])('is not %s', async (_, name, message) => {
    const cwd = await folder();
    const order = { path: join(cwd, name), inputs: [join(cwd, 'rows.csv')], isForced: false, cwd };
    await expect(checkOutput(order)).rejects.toMatchObject({
      code: 'USAGE',
      message: `${name}: ${message}`,
    });
  });

  it.each(['rows.csv', 'linked.csv', 'below/up/rows.csv', 'same.csv'])(
    'is never the input, here under the name %s',
    async (name) => {
      const cwd = await folder();
      const inputs = [join(cwd, 'old.csv'), join(cwd, 'rows.csv')];
      const order = { path: `${cwd}/${name}`, inputs, isForced: true, cwd };
      const refused = { code: 'USAGE', hint: 'Name another file with --output.' };
      await expect(checkOutput(order)).rejects.toMatchObject(refused);
    },
  );

  it.each([
    ['new.csv', false],
    ['new/new.csv', false],
    ['old.csv', true],
    ['dangling.csv', true],
  ])('may be %s, by force: %s', async (name, isForced) => {
    const cwd = await folder();
    const order = { path: join(cwd, name), inputs: [join(cwd, 'rows.csv')], isForced, cwd };
    await expect(checkOutput(order)).resolves.toBeUndefined();
  });
});
