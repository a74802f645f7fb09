import { describe, expect, it } from 'vitest';
import { readModules } from '@orangery/schemas/files';
import { viewModules } from '../make-views.ts';
import { retrainFacts } from '../../../marketplace/src/catalogue/retrain-facts.ts';
import { readFacts } from '../../../marketplace/src/retrain/facts.ts';
import { root } from '../../helpers/orangery.ts';

const { modules } = await readModules(root);
const views = viewModules(modules);
const site = {
  ...{ title: 'Garden', description: '', address: undefined, base: '/' },
  repository: 'garden/house',
};
const factsOf = (id: string) =>
  retrainFacts(
    views.find(({ module }) => module.id === id)!,
    site,
  );

describe('what a page knows of the module that it retrains', () => {
  it('is front matter, figures and the repository, and is read as it was written', () => {
    const facts = factsOf('leaf-classifier');
    expect(facts).toMatchObject({
      module: { id: 'leaf-classifier', frontMatter: { schema: 'module/2' } },
      recipe: 'image-classification',
      figures: { metrics: { accuracy: expect.any(Number) } },
      repository: 'garden/house',
    });
    const text = JSON.stringify(facts);
    expect(readFacts(text)).toEqual(JSON.parse(text));
  });

  it.each(['object-detector', 'seed-jury', 'seed-classifier-onnx'])(
    'is nothing for %s, which no page retrains',
    (id) => {
      expect(factsOf(id)).toBeUndefined();
    },
  );

  it.each([
    null,
    'facts',
    { module: {} },
    { module: { id: 'a' }, recipe: 'b', figures: { metrics: { c: 'd' } } },
  ])('is not %j', (value) => {
    expect(() => readFacts(JSON.stringify(value))).toThrow('expected what the site says');
  });
});
