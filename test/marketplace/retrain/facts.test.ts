import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModules } from '@orangery/schemas/files';
import { viewModules } from '../make-views.ts';
import { retrainFacts } from '../../../marketplace/src/files/retrain-facts.ts';
import { readFacts } from '../../../marketplace/src/retrain/facts.ts';
import { root } from '../../helpers/orangery.ts';

const { modules } = await readModules(root);
const views = viewModules(modules);
const site = {
  ...{ title: 'Garden', description: '', address: undefined, base: '/' },
  repository: 'garden/house',
};
const filesOf = (id: string) =>
  retrainFacts(
    views.find(({ module }) => module.id === id)!,
    site,
  ).map(({ path, content }) => ({
    path,
    facts: readFacts(JSON.parse(String(content))),
  }));

describe('what a page knows of the module that it retrains', () => {
  it('is front matter, figures and the repository', () => {
    const [{ path, facts } = filesOf('missing')[0]!] = filesOf('leaf-classifier');
    expect(path).toBe(join('modules', 'leaf-classifier', 'retrain.json'));
    expect(facts).toMatchObject({
      module: { id: 'leaf-classifier', frontMatter: { schema: 'module/1' } },
      recipe: 'image-classification',
      figures: { metrics: { accuracy: expect.any(Number) } },
      repository: 'garden/house',
    });
  });

  it('is nothing where no page retrains it', () => {
    expect(['object-detector', 'seed-jury', 'seed-classifier-onnx'].flatMap(filesOf)).toEqual([]);
  });

  it.each([
    null,
    'facts',
    { module: {} },
    { module: { id: 'a' }, recipe: 'b', figures: { metrics: { c: 'd' } } },
  ])('is not %j', (value) => {
    expect(() => readFacts(value)).toThrow('retrain.json: expected');
  });
});
