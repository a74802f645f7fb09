import { describe, expect, it } from 'vitest';
import { checkRecord, type CatalogueModule } from '@orangery/schemas';
import { moduleAlternates } from '../../../marketplace/src/catalogue/module-links.ts';
import { moduleRecord } from '../../../marketplace/src/catalogue/module-record.ts';
import { viewModules } from '../make-views.ts';
import type { Site } from '../../../marketplace/src/catalogue/site.ts';
import { apiRecord } from '../../../marketplace/src/files/api-record.ts';
import { badge } from '../../../marketplace/src/files/badge.ts';
import { exchangeFormats } from '../../../marketplace/src/files/exchange-formats.ts';
import type { ModuleFiles } from '../../../marketplace/src/files/module-files.ts';
import { fixtureModule, fixtureModules, withFrontMatter } from '../fixture-modules.ts';

const site: Site = {
  title: 'Garden of models',
  description: 'A garden.',
  address: 'https://example.org',
  base: '/garden',
  repository: 'example/garden',
};
const bare: Site = { ...site, address: undefined, repository: undefined };
const views = viewModules(fixtureModules, '/garden');
const viewOf = (id: string) => views.find(({ module }) => module.id === id)!;
const filesFor: ModuleFiles = (view, one) =>
  [apiRecord, exchangeFormats, badge].flatMap((make) => make(view, one));

describe('files for programs', () => {
  it('lie in its own folders, each once', () => {
    for (const view of views) {
      const paths = filesFor(view, site).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      const { id } = view.module;
      const place = new RegExp(`^(api/modules/${id}\\.json$|modules/${id}/)`);
      expect(paths.filter((path) => !place.test(path))).toEqual([]);
    }
  });

  it('are the same when made again', () => {
    for (const view of views) {
      expect(filesFor(view, site)).toEqual(filesFor(structuredClone(view), site));
    }
  });
});

describe('moduleRecord', () => {
  it('follows its schema', () => {
    for (const view of views) {
      for (const one of [site, bare]) {
        const record: unknown = JSON.parse(JSON.stringify(moduleRecord(view, one)));
        expect(checkRecord('catalogueModule', record)).toMatchObject({ kind: 'valid' });
      }
    }
  });

  it('links to every file there is, and to none that is not', () => {
    for (const view of views) {
      const { links } = moduleRecord(view, site);
      const written = filesFor(view, site).map(({ path }) => `https://example.org/garden/${path}`);
      const linked = links.filter(({ rel }) => rel === 'format' || rel === 'badge');
      for (const { href } of linked) expect(written).toContain(href);
    }
  });

  it('tells figures with what they stand beside', () => {
    const { reports, receipts } = fixtureModule('leaf-classifier');
    expect(moduleRecord(viewOf('leaf-classifier'), site)).toMatchObject({
      evidence: {
        source: 'report',
        metrics: reports[0]!.metrics,
        intervals: reports[0]!.intervals,
        baseline: reports[0]!.baseline,
        speed: { p50Ms: reports[0]!.latency.p50Ms },
        training: { run: receipts[0]!.run },
      },
      relatives: { ancestors: [{ id: 'image-classifier', hasPage: true }] },
    });
  });

  it('keeps data behind a secret link, and where it lies, to itself', () => {
    const module = withSecret('leaf-classifier');
    const [view] = viewModules([module]);
    const record: CatalogueModule = moduleRecord(view!, site);
    expect(JSON.stringify(record)).not.toContain('PARK');
    expect(record.evidence.dataset).toBe(undefined);
    expect(record.evidence.datasetFingerprint).toBe(module.reports[0]!.dataset.fingerprint);
    expect(checkRecord('catalogueModule', JSON.parse(JSON.stringify(record)))).toMatchObject({
      kind: 'valid',
    });
  });
});

describe('the data of a module, as Croissant', () => {
  const hashed = { sha256: 'ab'.repeat(32), bytes: 12 };
  const source = { link: 'https://example.org/leaves.csv', ...hashed };
  const viewWith = (link: string) => {
    const module = withFrontMatter(fixtureModule('image-classifier'), {
      dataset: { ...source, link, license: 'CC0-1.0' },
    });
    const files = [...module.files, 'sample/leaves.csv'];
    return viewModules([{ ...module, files }])[0]!;
  };
  const fileOf = (link: string, one = site): unknown => {
    const found = exchangeFormats(viewWith(link), one).find(({ path }) =>
      path.endsWith('/croissant.json'),
    );
    return found === undefined ? undefined : JSON.parse(String(found.content));
  };

  it('lies beside its page, which names it in its head and among its formats', () => {
    expect(fileOf(source.link)).toMatchObject({
      '@type': 'sc:Dataset',
      conformsTo: 'http://mlcommons.org/croissant/1.0',
      license: 'https://spdx.org/licenses/CC0-1.0',
      distribution: [{ contentUrl: source.link, contentSize: '12 B', sha256: source.sha256 }],
    });
    const href = '/garden/modules/image-classifier/croissant.json';
    const alternate = { href, title: 'Data set as Croissant', type: 'application/ld+json' };
    expect(moduleAlternates(viewWith(source.link), site)).toContainEqual(alternate);
  });

  it('names files of its folder by their address in the repository, or not at all', () => {
    expect(fileOf('sample/leaves.csv')).toMatchObject({
      distribution: [
        {
          contentUrl: expect.stringMatching(
            /^https:\/\/.*\/image-classifier\/sample\/leaves\.csv$/,
          ),
        },
      ],
    });
    expect(fileOf('sample/leaves.csv', bare)).toBeUndefined();
    const titles = moduleAlternates(viewWith('sample/leaves.csv'), bare).map(({ title }) => title);
    expect(titles).not.toContain('Data set as Croissant');
  });

  it.each(['secret:PARK', 'https://ada:pass@example.org/leaves.csv'])(
    'is not there of %s',
    (link) => {
      expect(fileOf(link)).toBeUndefined();
    },
  );
});

function withSecret(id: string) {
  const module = withFrontMatter(fixtureModule(id), { dataset: { link: 'secret:PARK' } });
  const sources = [{ link: 'secret:PARK' }];
  return {
    ...module,
    receipts: module.receipts.map((one) => ({ ...one, dataset: { ...one.dataset, sources } })),
    reports: module.reports.map((one) => ({ ...one, dataset: { ...one.dataset, sources } })),
  };
}
