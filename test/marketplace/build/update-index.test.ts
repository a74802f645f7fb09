import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { readStoredIndex, type StoredIndex } from '../../../marketplace/src/build/stored-index.ts';
import { updateIndex } from '../../../marketplace/src/build/update-index.ts';
import { caught } from '../../helpers/caught.ts';
import { generateModule, writeGeneratedModule } from '../../helpers/generated-modules/index.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const access: Access = { schema: 'access/1', roles: {}, runners: [] };
const numbers = [0, 1, 5];
const id = (number: number): string => generateModule(number).id;

/** A marketplace of three modules; tells what an update reads and finds. */
async function makeRoot() {
  const root = await tempFolder();
  for (const number of numbers) await writeGeneratedModule(root, generateModule(number));
  const update = async (code = 'code') => {
    let read = 0;
    const index: StoredIndex = await updateIndex({
      ...{ root, base: '/', store: join(root, '.kept'), access, code },
      onFolders: (count) => (read = count),
    });
    return { read, folders: index.folders };
  };
  return { root, file: (number: number) => join(root, 'modules', id(number), 'module.md'), update };
}

describe('updateIndex', () => {
  it('reads a folder again only when something of it has changed', async () => {
    const { root, file, update } = await makeRoot();
    expect((await update()).read).toBe(3);
    expect((await update()).read).toBe(0);
    const { files } = generateModule(1);
    await writeFile(file(1), files['module.md']!.replace(/^title: .*$/m, 'title: Renamed'));
    const changed = await update();
    expect(changed.read).toBe(1);
    expect(changed.folders[id(1)]!.shown!.indexed.entry.title).toBe('Renamed');
    await rm(join(root, 'modules', id(5)), { recursive: true });
    expect(Object.keys((await update()).folders)).toEqual([id(0), id(1)].sort());
    expect((await update('other code')).read).toBe(2);
  });

  it('keeps an index of a marketplace without modules', async () => {
    const root = await tempFolder({ 'modules/README.md': 'Modules.' });
    const store = join(root, '.kept');
    await updateIndex({ root, base: '/', store, access, code: 'code' });
    expect(await readStoredIndex(store)).toMatchObject({ folders: {} });
  });

  it('keeps nothing of a private module', async () => {
    const { file, update } = await makeRoot();
    const text = generateModule(5).files['module.md']!;
    await writeFile(file(5), text.replace('version: 1.0.0', 'version: 1.0.0\nvisibility: private'));
    const { folders } = await update();
    expect(folders[id(5)]!.shown).toBeUndefined();
    expect(folders[id(0)]!.shown).toBeDefined();
  });

  it('names every bad module with file, line, what was expected and found, also a second time', async () => {
    const { file, update } = await makeRoot();
    await writeFile(file(5), '---\nschema: module/1\ntitle: 3\n---\n\nA card.\n');
    const text = generateModule(1).files['module.md']!;
    await writeFile(file(1), text.replace('status: active', 'status: retired\nsupersededBy: gone'));
    for (const _ of ['first', 'second']) {
      const failure = await caught(() => update());
      expect(failure).toMatch(/^MODULE_INVALID The catalogue cannot be built:/);
      expect(failure).toContain(
        `modules/${id(5)}/module.md:3:8 /title: expected a string, found 3`,
      );
      expect(failure).toMatch(
        new RegExp(`modules/${id(1)}/module.md:\\d+:\\d+ /supersededBy: .*"gone"`),
      );
    }
  });
});
