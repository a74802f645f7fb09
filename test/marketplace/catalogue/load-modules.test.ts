import { describe, expect, it } from 'vitest';
import { loadModules } from '../../../marketplace/src/catalogue/load-modules.ts';
import { caught } from '../../helpers/caught.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { fixtureModules } from '../fixture-modules.ts';

describe('loadModules', () => {
  it('leaves private modules out and sorts the others', () => {
    expect(fixtureModules.map(({ id }) => id)).toEqual([
      'greenhouse-leaf-classifier',
      'image-classifier',
      'leaf-classifier',
      'leaf-walk',
      'plant-detector',
      'seed-classifier',
      'tabular-classifier',
      'wheat-tree',
    ]);
  });

  it('stops on a bad module, naming file, line, what was expected and found', async () => {
    const root = await tempFolder({
      'modules/bad-one/module.md': '---\nschema: module/1\ntitle: 3\n---\n\nA card.\n',
    });
    const failure = await caught(() => loadModules(root));
    expect(failure).toMatch(/^MODULE_INVALID The catalogue cannot be built:/);
    expect(failure).toContain('modules/bad-one/module.md:3:8 /title: expected a string, found 3');
  });
});
