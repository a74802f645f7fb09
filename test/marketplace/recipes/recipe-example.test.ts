import { join } from 'node:path';
import { recipes } from '@orangery/runner/browser';
import { describe, expect, it } from 'vitest';
import { recipeExamples } from '../../../marketplace/src/files/recipe-examples.ts';
import { viewExample } from '../../../marketplace/src/recipes/example-view.ts';
import {
  exampleDownload,
  recipeExample,
  recipeNames,
} from '../../../marketplace/src/recipes/recipe-example.ts';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const site = {
  title: 'Garden',
  description: '',
  address: undefined,
  base: '/',
  repository: undefined,
};

describe('the examples of data', () => {
  it('are there for every recipe, and sorted', () => {
    expect(recipeNames).toEqual(Object.keys(recipes).sort());
  });

  it('are the same at every build, and small', () => {
    const files = recipeExamples([], site);
    expect(recipeExamples([], site)).toEqual(files);
    expect(files.map(({ path }) => path.replace(/^.*\//, ''))).toEqual([
      ...['example.zip', 'example.zip', 'example.zip', 'example.zip', 'example.conll'],
      ...['example.csv', 'example.csv', 'example.csv', 'example.csv'],
    ]);
    for (const { content } of files) {
      expect((content as Uint8Array).length).toBeLessThan(50_000);
    }
  });

  it.each(recipeNames)(
    'of %s is read by its recipe, which fits it best, with nothing to beware of',
    async (name) => {
      const { name: file, bytes } = exampleDownload(recipeExample(name));
      const folder = await tempFolder({ [file]: bytes });
      const args = ['dataset', 'inspect', join(folder, file), '--json'];
      const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
      const { code, stderr, stdout } = await orangery(args, { env });
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`"recipe":"${name}"`);
      expect(stdout).toContain('"warnings":[]');
    },
  );
});

describe('what of an example is shown', () => {
  it('is the first lines of a table', () => {
    const lines = viewExample(recipeExample('tabular-classification')).split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe('weight_g,length_mm,colour,kind');
    expect(lines.at(-1)).toBe('…');
  });

  it('is the first files of each folder of an archive', () => {
    expect(viewExample(recipeExample('object-detection'))).toMatchInlineSnapshot(`
      "classes.txt
      images/table-1.png
      images/table-2.png
      images/table-3.png
      … 7 more
      labels/table-1.txt
      labels/table-2.txt
      labels/table-3.txt
      … 7 more"
    `);
  });
});
