import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { viewModules } from '../make-views.ts';
import { badges } from '../../../marketplace/src/files/badges.ts';
import { drawBadge, textWidth } from '../../../marketplace/src/files/draw-badge.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const site = { title: 'T', description: '', address: undefined, base: '/', repository: undefined };
const leaf = fixtureModule('leaf-classifier');

function titlesOf(change: Partial<typeof leaf.frontMatter>, records = {}): readonly unknown[] {
  const [view] = viewModules([withFrontMatter(leaf, change)]);
  return badges(
    { ...view!, records: { freshness: undefined, deployments: [], ...records } },
    site,
  ).map(({ content }) => {
    const parsed: { svg: { title: unknown } } = new XMLParser().parse(String(content));
    return parsed.svg.title;
  });
}

describe('badges', () => {
  it('tell quality, golden test, version and licence', () => {
    expect(titlesOf({})).toEqual([
      expect.stringMatching(/^accuracy: \d/),
      'golden test: none',
      'version: 1.1.0',
      'licence: Apache-2.0',
    ]);
  });

  it('tell what is missing or old', () => {
    const [view] = viewModules([
      { ...leaf, golden: { schema: 'golden-test/1', tolerance: 0, cases: [] } },
    ]);
    const freshness = {
      isGreen: false,
      since: '2026-11-01T00:00:00Z',
      checked: '2026-11-02T00:00:00Z',
    };
    const [, golden] = badges({ ...view!, records: { freshness, deployments: [] } }, site);
    expect(String(golden!.content)).toContain('golden test: red since 2026-11-01');
    expect(titlesOf({ license: 'NOASSERTION', status: 'retired' })).toEqual(
      expect.arrayContaining(['licence: not stated', 'version: 1.1.0, retired']),
    );
  });
});

describe('drawBadge', () => {
  it('is as wide as its words', () => {
    const short = drawBadge({ label: 'licence', value: 'MIT', tone: 'leaf' });
    const long = drawBadge({ label: 'licence', value: 'CC-BY-NC-SA-4.0', tone: 'leaf' });
    const widthOf = (svg: string): number => Number(/width="(\d+)"/.exec(svg)![1]);
    expect(widthOf(short)).toBe(textWidth('licence') + textWidth('MIT') + 24);
    expect(widthOf(long)).toBeGreaterThan(widthOf(short) + 50);
  });

  // measured in DejaVu Sans at 11 pixels, which is drawn to Verdana's measures
  it.each([
    ['iiii', 12],
    ['MMMM', 38],
    ['version', 40],
    ['100.0 %', 45],
    ['Apache-2.0', 63],
    ['green since 2026-11-20', 132],
  ])('%s is %i pixels wide', (text, pixels) => {
    expect(Math.abs(textWidth(text) - pixels)).toBeLessThanOrEqual(3);
  });

  it('holds hostile text as text', () => {
    const value = "\"/><script>alert(1)</script>\u0000\ud800 & 'x'";
    const svg = drawBadge({ label: '</text>', value, tone: 'bad' });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
  });

  it('shortens what would be wider than a page, and still says it whole', () => {
    const value = 'x'.repeat(300);
    const svg = drawBadge({ label: 'licence', value, tone: 'leaf' });
    expect(Number(/width="(\d+)"/.exec(svg)![1])).toBeLessThan(700);
    expect(svg).toContain(`<title>licence: ${value}</title>`);
  });
});
