import { checkRecord } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { retrainLinks } from '../../../marketplace/src/catalogue/retrain-links.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

describe('retrainLinks', () => {
  it('fill in the issue form by the names of its fields', () => {
    const { issue } = retrainLinks(fixtureModule('seed-classifier'), 'example/garden')!;
    const { origin, pathname, searchParams } = new URL(issue);
    expect(origin + pathname).toBe('https://github.com/example/garden/issues/new');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      template: 'retrain.yml',
      module: 'seed-classifier',
      trials: '10',
      hours: '0.08',
    });
  });

  it('open a new file that holds a valid request', () => {
    const { file } = retrainLinks(fixtureModule('leaf-classifier'), 'example/garden')!;
    const { pathname, searchParams } = new URL(file);
    expect(pathname).toBe('/example/garden/new/main');
    expect(searchParams.get('filename')).toBe('modules/my-leaf-classifier/training/first.yml');
    const { value } = parseYaml(searchParams.get('value')!, 'first.yml');
    expect(checkRecord('trainingRequest', value)).toMatchObject({
      kind: 'valid',
      value: { module: { id: 'leaf-classifier', version: '1.1.0' }, visibility: 'private' },
    });
  });

  it('keep a hostile target inside the value', () => {
    const hostile = withFrontMatter(fixtureModule('seed-classifier'), {
      dataset: { link: 'sample/seeds.csv', target: '&title=x#"<b>\n+1' },
    });
    const { issue, file } = retrainLinks(hostile, 'example/garden')!;
    expect(new URL(issue).searchParams.get('target')).toBe('&title=x#"<b>\n+1');
    const { value } = parseYaml(new URL(file).searchParams.get('value')!, 'first.yml');
    expect(value).toMatchObject({ target: '&title=x#"<b>\n+1' });
  });

  it('name a child that has room in an id', () => {
    const long = { ...fixtureModule('leaf-classifier'), id: `${'a'.repeat(60)}-bc` };
    const { file } = retrainLinks(long, 'example/garden')!;
    const child = new URL(file).searchParams.get('filename')!.split('/')[1]!;
    expect(child.length).toBeLessThanOrEqual(64);
    expect(child).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('are not there for what has no recipe', () => {
    expect(retrainLinks(fixtureModule('plant-detector'), 'example/garden')).toBeNull();
  });
});
