import { checkRecord, type Field } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { viewModules } from '../make-views.ts';
import type { ModuleView } from '../../../marketplace/src/catalogue/module-view.ts';
import type { RunningDeployment } from '../../../marketplace/src/catalogue/records.ts';
import { tryItPolicy } from '../../../marketplace/src/catalogue/try-it-policy.ts';
import {
  asksDeployed,
  describeTryIt,
  mostWeightBytes,
} from '../../../marketplace/src/catalogue/try-it.ts';
import { tryItModule } from '../../../marketplace/src/files/try-it-files.ts';
import { loadModules } from '../make-views.ts';
import { root } from '../../helpers/orangery.ts';
import { fixtureModule, fixtureModules, withFrontMatter } from '../fixture-modules.ts';

const shipped = viewModules(await loadModules(root));
const site = { title: '', description: '', address: undefined, base: '/', repository: undefined };

function viewOf(id: string) {
  const view = shipped.find(({ module }) => module.id === id);
  if (view === undefined) throw new Error(`No module ${id}`);
  return view;
}

describe('the form’s record', () => {
  it('follows its schema for every module, or is not there', () => {
    for (const view of [...shipped, ...viewModules(fixtureModules)]) {
      const record = describeTryIt(view);
      if (record === undefined) continue;
      const checked = checkRecord('tryIt', JSON.parse(JSON.stringify(record)));
      expect(checked, view.module.id).toMatchObject({ kind: 'valid' });
    }
  });

  it('names weights, golden test and samples without the data it learnt from', () => {
    expect(describeTryIt(viewOf('seed-classifier'))).toMatchObject({
      weights: 'files/artifact/artifact.json',
      golden: 'files/golden.json',
      samples: ['files/sample/rows.csv'],
      command: 'npx orangery serve seed-classifier',
    });
  });

  it('names the steps of a pipeline', () => {
    const { steps, weights } = describeTryIt(viewOf('seed-jury'))!;
    expect(weights).toBeUndefined();
    expect(steps?.every((step) => /^\.\.\/[a-z-]+\/try-it\.json$/.test(step))).toBe(true);
  });

  it('is not there without weights', () => {
    expect(describeTryIt(viewOf('image-classifier'))).toBeUndefined();
  });

  const seeds = fixtureModule('seed-classifier');
  const artifact = { sha256: '1'.repeat(64), bytes: 1 };
  it.each([
    ['a container', fixtureModule('plant-detector'), 'It runs in a container.'],
    [
      'no mark',
      withFrontMatter(seeds, { browser: false, artifact }),
      'It is not marked as one that runs in a page.',
    ],
    [
      'large weights',
      withFrontMatter(seeds, {
        browser: true,
        artifact: { ...artifact, bytes: mostWeightBytes + 1 },
      }),
      'Its weights are too large for a page: 26 MB.',
    ],
    [
      'weights that are nowhere a page can read',
      {
        ...withFrontMatter(seeds, {
          browser: true,
          artifact: { ...artifact, link: 'https://github.com/a/b/releases/download/c/d.zip' },
        }),
        artifact: null,
      },
      'Its weights are not in the catalogue.',
    ],
    [
      'code of its own',
      { ...withFrontMatter(seeds, { browser: true, artifact }), files: ['module.ts'] },
      'It has code of its own, which no page runs.',
    ],
  ])('says why it does not run in a page: %s', (_, module, reason) => {
    const [view] = viewModules([module]);
    const record = describeTryIt(view!)!;
    expect(record).toMatchObject({ reason });
    expect(record).not.toHaveProperty('weights');
    expect(tryItModule(view!, site)).toEqual([]);
  });
});

describe('its files', () => {
  it('are there without weights where a deployed copy answers, or a pipeline asks for them', () => {
    const closed = withFrontMatter(fixtureModule('seed-classifier'), { browser: false });
    const [view] = viewModules([closed]);
    const paths = (change: Partial<ModuleView>): readonly string[] =>
      tryItModule({ ...view!, ...change }, site).map(({ path }) => path);
    const deployment: RunningDeployment = {
      ...{ name: 'seeds', stage: 'production', version: '1.0.0' },
      ...{ address: 'https://models.example.org/seeds/', health: 'healthy' },
      since: '2026-11-01T00:00:00Z',
    };
    const deployed = { ...view!.records, deployments: [deployment] };
    const pipelines = [{ id: 'jury', title: 'Jury', version: '1.0.0', hasPage: true }];
    const file = `modules/${closed.id}/try-it.json`;
    expect(paths({})).toEqual([]);
    expect(paths({ records: deployed })).toContain(file);
    expect(paths({ relatives: { ...view!.relatives, pipelines } })).toContain(file);
  });

  it('are the weights, the golden test with its inputs, and the samples, alone', () => {
    expect(tryItModule(viewOf('sound-classifier'), site).map(({ path }) => path)).toEqual([
      'modules/sound-classifier/try-it.json',
      ...[
        'artifact/artifact.json',
        'artifact/model.json',
        'artifact/preprocessing.json',
        'artifact/weights.bin',
        'golden.json',
        ...['bell', 'bird', 'cricket', 'frog', 'golden-1', 'golden-2', 'golden-3'],
        ...['rattle', 'siren'],
      ].map((name) => {
        const path = name.includes('.') ? name : `sample/${name}.wav`;
        return `modules/sound-classifier/files/${path}`;
      }),
    ]);
  });
});

it.each<[string, readonly Field['type'][], boolean]>([
  ['a picture', ['image'], true],
  ['a row', ['text', 'number'], true],
  ['a picture and a number', ['image', 'number'], false],
  ['what only it knows', [], false],
])(
  'a deployed container that takes %s has a form in the page, or one of its own',
  (_, types, expected) => {
    const inputs = types.map((type, index) => ({ name: `a${index}`, type }));
    const [view] = viewModules([withFrontMatter(fixtureModule('plant-detector'), { inputs })]);
    const record = describeTryIt(view!)!;
    expect(asksDeployed(record)).toBe(false);
    const deployments = [{ name: 'leaf', address: 'https://models.example.org/leaf/' }];
    expect(asksDeployed({ ...record, deployments })).toBe(expected);
  },
);

describe('the page’s policy', () => {
  const record = describeTryIt(viewOf('leaf-classifier'))!;

  it('lets a worker of the site run and given pictures be seen, and no origin be asked', () => {
    expect(tryItPolicy(record)).toEqual({
      'worker-src': ["'self'"],
      'img-src': ['blob:'],
      'connect-src': [],
    });
  });

  it('allows exactly the origins of the mirror and of deployed copies', () => {
    const weights = 'https://weights.example.org/leaf/artifact.json';
    const address = 'https://models.example.org:8443/leaf/';
    const deployments = [{ name: 'leaf, production', address }];
    expect(tryItPolicy({ ...record, weights, deployments })['connect-src']).toEqual([
      'https://models.example.org:8443',
      'https://weights.example.org',
    ]);
  });
});
