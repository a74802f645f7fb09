import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { GoldenTest } from '@orangery/schemas';
import { viewModules } from '../make-views.ts';
import { badge } from '../../../marketplace/src/files/badge.ts';
import { drawBadge, textWidth } from '../../../marketplace/src/files/draw-badge.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const site = { title: 'T', description: '', address: undefined, base: '/', repository: undefined };
const leaf = fixtureModule('leaf-classifier');

function badgeOf(module: typeof leaf, records = {}): string {
  const [view] = viewModules([module]);
  const shown = { freshness: undefined, deployments: [], ...records };
  const [file] = badge({ ...view!, records: shown }, site);
  expect(file!.path).toBe('modules/leaf-classifier/badge.svg');
  return String(file!.content);
}

function titleOf(svg: string): string {
  const parsed: { svg: { title: string } } = new XMLParser().parse(svg);
  return parsed.svg.title;
}

describe('badge', () => {
  it('tells quality, golden test, version and licence', () => {
    expect(titleOf(badgeOf(leaf))).toMatch(
      /^accuracy: \d[\d.]* %, golden test: none, version: 1\.1\.0, licence: Apache-2\.0$/,
    );
  });

  it('tells what is missing or old', () => {
    const old = withFrontMatter(leaf, { license: 'NOASSERTION', status: 'retired' });
    const golden: GoldenTest = { schema: 'golden-test/1', tolerance: 0, cases: [] };
    const freshness = {
      isGreen: false,
      since: '2026-11-01T00:00:00Z',
      checked: '2026-11-02T00:00:00Z',
    };
    expect(titleOf(badgeOf({ ...old, golden }, { freshness }))).toMatch(
      /golden test: red since 2026-11-01, version: 1\.1\.0, retired, licence: not stated$/,
    );
  });
});

describe('drawBadge', () => {
  it('is as wide as its words', () => {
    const short = drawBadge([{ label: 'licence', value: 'MIT', tone: 'leaf' }]);
    const long = drawBadge([{ label: 'licence', value: 'CC-BY-NC-SA-4.0', tone: 'leaf' }]);
    const widthOf = (svg: string): number => Number(/width="(\d+)"/.exec(svg)![1]);
    expect(widthOf(short)).toBe(textWidth('licence') + textWidth('MIT') + 24);
    expect(widthOf(long)).toBeGreaterThan(widthOf(short) + 50);
  });

  it('holds its signs side by side, none over another', () => {
    const sign = { label: 'licence', value: 'MIT', tone: 'leaf' } as const;
    const widthOf = (svg: string): number => Number(/width="(\d+)"/.exec(svg)![1]);
    expect(widthOf(drawBadge([sign, sign]))).toBe(2 * widthOf(drawBadge([sign])) + 4);
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
    const svg = drawBadge([{ label: '</text>', value, tone: 'bad' }]);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
  });

  it('shortens what would be wider than a page, and still says it whole', () => {
    const value = 'x'.repeat(300);
    const svg = drawBadge([{ label: 'licence', value, tone: 'leaf' }]);
    expect(Number(/width="(\d+)"/.exec(svg)![1])).toBeLessThan(700);
    expect(svg).toContain(`<title>licence: ${value}</title>`);
  });
});
