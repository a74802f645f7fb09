import { expect, it } from 'vitest';
import { requestLink } from '../../../marketplace/src/retrain/request-link.ts';

const asked = { module: 'leaf-classifier', trials: 5, minutes: 3 };

it('fills in the fields of the issue form', () => {
  const link = 'https://example.org/my leaves.zip?a=1&b=2';
  const url = new URL(requestLink('garden/house', { ...asked, dataset: link, target: 'kind' }));
  expect(url.origin + url.pathname).toBe('https://github.com/garden/house/issues/new');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    template: 'retrain.yml',
    title: 'Retrain leaf-classifier',
    module: 'leaf-classifier',
    dataset: link,
    target: 'kind',
    trials: '5',
    hours: '0.05',
  });
});

it('leaves out what is not known, and writes spaces as GitHub reads them', () => {
  const link = requestLink('garden/house', { ...asked, target: '' });
  expect(link).not.toMatch(/dataset|target|\+/);
  expect(link).toContain('title=Retrain%20leaf-classifier');
});
