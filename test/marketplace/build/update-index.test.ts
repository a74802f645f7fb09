import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { readStoredIndex, type StoredIndex } from '../../../marketplace/src/build/stored-index.ts';
import { updateIndex } from '../../../marketplace/src/build/update-index.ts';
import { privateWords, sourceGarden } from '../../helpers/adoption/source-garden.ts';
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
      ...{ sources: [], isInternal: false },
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
    const place = { root, base: '/', store, access, sources: [], isInternal: false };
    await updateIndex({ ...place, code: 'code' });
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

  it('keeps what is private for an internal catalogue, and marks it', async () => {
    const { root, closed, open } = await sourceGarden();
    const [hidden, hiddenThere, hiddenAll] = privateWords;
    const source = { commit: 'a'.repeat(40), repository: 'acme/models' };
    const sources = [
      { ...source, name: 'open', folder: open, visibility: 'public' as const },
      { ...source, name: 'closed', folder: closed, visibility: 'private' as const },
    ];
    const store = join(root, '.kept');
    const place = { root, base: '/', store, access, sources, isInternal: true, code: 'code' };
    const { folders } = await updateIndex(place);
    const shown = Object.entries(folders).map(([id, { shown: kept }]) => {
      const { visibility, source: from } = kept!.indexed.entry;
      return [id, visibility, from];
    });
    expect(shown).toEqual([
      [hiddenThere, 'private', 'open'],
      ['harebell', undefined, 'open'],
      [hidden, 'private', undefined],
      ['snowdrop', undefined, undefined],
      [hiddenAll, 'private', 'closed'],
    ]);
  });

  it('names both repositories that have given a name', async () => {
    const { root, open } = await sourceGarden();
    await cp(join(open, 'modules/harebell'), join(root, 'modules/harebell'), { recursive: true });
    const source = { name: 'open', folder: open, commit: 'a'.repeat(40) };
    const sources = [{ ...source, visibility: 'public' as const }];
    const place = { root, base: '/', store: join(root, '.kept'), access, sources };
    expect(await caught(() => updateIndex({ ...place, isInternal: false, code: 'code' }))).toBe(
      'MODULE_INVALID The catalogue cannot be built:\nopen: modules/harebell: expected a name that no other repository has given, found modules/harebell in this marketplace too',
    );
  });

  it('names the repository of a bad module', async () => {
    const { root, open } = await sourceGarden();
    await writeFile(join(open, 'modules/harebell/module.md'), '---\ntitle: 3\n---\n');
    const source = { name: 'open', folder: open, commit: 'a'.repeat(40) };
    const sources = [{ ...source, visibility: 'public' as const }];
    const place = { root, base: '/', store: join(root, '.kept'), access, sources };
    const failure = await caught(() => updateIndex({ ...place, isInternal: false, code: 'code' }));
    expect(failure).toContain('\nopen: modules/harebell/module.md');
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
