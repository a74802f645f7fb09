import { describe, expect, it } from 'vitest';
import { compareVersions, listVersions } from '../../../marketplace/src/catalogue/versions.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

describe('listVersions', () => {
  const leaf = fixtureModule('leaf-classifier');

  it('gives the present version the figures of its weights', () => {
    const [present] = listVersions(leaf);
    expect(present).toMatchObject({
      version: leaf.frontMatter.version,
      artifactSha256: leaf.frontMatter.artifact!.sha256,
      metrics: leaf.reports[0]!.metrics,
    });
  });

  it('finds the figures of older weights by their report, or by the run that the changelog names', () => {
    const [report] = leaf.reports;
    const [receipt] = leaf.receipts;
    const old = {
      ...withFrontMatter(leaf, {
        version: '9.0.0',
        changelog: [
          { version: '9.0.0', date: '2026-11-20', changes: 'New.' },
          { version: '8.0.0', date: '2026-11-19', changes: 'Trained by run-of-old.' },
        ],
        artifact: { sha256: 'f'.repeat(64), bytes: 1 },
      }),
      reports: [
        { ...report!, module: { id: leaf.id, version: '7.0.0' }, artifactSha256: 'a'.repeat(64) },
      ],
      receipts: [{ ...receipt!, run: 'run-of-old', metrics: { accuracy: 0.5 } }],
    };
    expect(listVersions(old)).toMatchObject([
      { version: '9.0.0', artifactSha256: 'f'.repeat(64) },
      { version: '8.0.0', metrics: { accuracy: 0.5 }, run: 'run-of-old' },
      { version: '7.0.0', metrics: report!.metrics, artifactSha256: 'a'.repeat(64) },
    ]);
  });
});

it('compareVersions orders as semver.org does', () => {
  const ordered = [
    ...['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'],
    ...['1.0.0-beta.11', '1.0.0-rc-1.1', '1.0.0', '1.2.0', '1.10.0', '2.0.0'],
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
  expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0);
});
