import type { DatasetRecord } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { classBars } from '../../../cli/src/dataset-page/class-bars.ts';
import { datasetPage } from '../../../cli/src/dataset-page/dataset-page.ts';
import { exampleView } from '../../../cli/src/dataset-page/example-view.ts';
import { widthOf } from '../../../cli/src/dataset-page/plain-text.ts';
import { createTerminal, type Terminal } from '../../../cli/src/terminal.ts';

/** A terminal of some width, without colours. */
function terminalOf(columns: number): Terminal {
  const terminal = createTerminal({
    stdout: process.stdout,
    stderr: process.stderr,
    env: { NO_COLOR: '1' },
  });
  return { ...terminal, screen: { isTerminal: true, columns, colors: 'none' } };
}

const facts: DatasetRecord = {
  schema: 'dataset/1',
  recipe: 'tabular-classification',
  visibility: 'public',
  sources: [],
  files: 2,
  bytes: 15_241,
  format: 'CSV, comma, header',
  examples: 12,
  fingerprint: 'd'.repeat(64),
  target: 'species',
  targetChosenBy: 'name',
  classes: [
    { name: 'Adelie', count: 9 },
    { name: '\u001b[2JGentoo', count: 3 },
  ],
  balance: { largest: 0.75, smallest: 0.25, ratio: 3 },
  columns: [
    { name: 'island', type: 'categorical', missing: 0, distinct: 3 },
    { name: 'mass', type: 'numeric', missing: 3, distinct: 9 },
  ],
  missing: 3,
  duplicates: { groups: 1, copies: 2, conflicting: 1 },
  leakage: { count: 1, share: 0.0833 },
  skipped: [{ reason: 'no value in the target', count: 4 }],
  license: 'CC0-1.0',
  citation: 'Horst (2020). Penguins.',
};

const source = { link: 'https://example.org/penguins.csv', sha256: 'e'.repeat(64), bytes: 15_241 };

describe('datasetPage', () => {
  it('says everything on one page', () => {
    const page = datasetPage(
      {
        facts,
        sources: [source],
        ranges: [{ name: 'mass', min: 2700, max: 89274.67, mean: 4201.754 }],
        warnings: ['Beware of the leopard.'],
      },
      terminalOf(72),
    );
    expect(page).toMatchInlineSnapshot(`
      "https://example.org/penguins.csv  15 kB
        sha256 eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
        Tabular classification · CSV, comma, header

        Examples    12 in 2 files of 15 kB
        Predicts    species
        Missing     3 values of 24 (12.5 %)
        Copies      2 (16.7 %) of 1 example, 1 of another class
        Leakage     1 example (8.3 %) also in the training data
        Left out    4 no value in the target
        Licence     CC0-1.0
        To cite     Horst (2020). Penguins.

      2 classes, the largest 3.0 times the smallest
        Adelie      ███████████████████████████████████████████████ 9  75.0 %
         [2JGentoo  ███████████████▋                                3  25.0 %

        column  type         missing  distinct   min       max     mean
        island  categorical        –         3
        mass    numeric       25.0 %         9  2700  89274.67  4201.75

      ! Beware of the leopard."
    `);
    expect(page).not.toContain('\u001b');
  });

  it('says what little is known of data that no recipe reads', () => {
    const unread: DatasetRecord = {
      schema: 'dataset/1',
      visibility: 'private',
      sources: [],
      files: 3,
      bytes: 2_500_000,
      format: 'files that no recipe reads',
      examples: 3,
      fingerprint: 'd'.repeat(64),
      kinds: [{ kind: 'audio', count: 3, bytes: 2_500_000 }],
    };
    const input = { facts: unread, sources: [source], ranges: [], warnings: [] };
    expect(datasetPage(input, terminalOf(72))).toMatchInlineSnapshot(`
      "https://example.org/penguins.csv  15 kB
        sha256 eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
        Read by no recipe

        Files       3, 2.5 MB in all
        Licence     not stated
        To cite     not stated

        3 audio files, 2.5 MB"
    `);
  });
});

describe('classBars', () => {
  it.each([40, 80, 200])('keeps within %i columns, whatever the names', (columns) => {
    const classes = ['a', '李雷'.repeat(20), 'long '.repeat(30)].map((name, index) => ({
      name,
      count: 10 ** (index * 2),
    }));
    for (const line of classBars(classes, columns, (bar) => bar).split('\n')) {
      expect(widthOf(line)).toBeLessThanOrEqual(Math.max(columns, 56));
    }
  });

  it('shows the largest and the smallest of very many classes', () => {
    const classes = Array.from({ length: 300 }, (_, index) => ({
      name: `c${index}`,
      count: index + 1,
    }));
    const lines = classBars(classes, 80, (bar) => bar).split('\n');
    expect(lines).toHaveLength(25);
    expect(lines[0]).toContain('c299');
    expect(lines[20]).toBe('  … 276 more …');
    expect(lines.at(-1)).toContain('c0');
  });
});

describe('exampleView', () => {
  it('cuts cells and leaves columns out that do not fit, naming them', async () => {
    const cells = { name: 'an identifier without an end', mass: 3750, note: null, late: true };
    const view = await exampleView(
      [{ kind: 'row', label: 'Adelie', cells }],
      'species',
      terminalOf(42),
    );
    expect(view).toMatchInlineSnapshot(`
      "  species  name                mass  note
        Adelie   an identifier wit…  3750     –
        … and 1 more: late"
    `);
  });

  it('draws pictures in rows, the class below each', async () => {
    const { cornerPicture } = await import('../../helpers/pictures.ts');
    const pictures = await Promise.all(
      [0, 1, 2].map(async (corner) => ({
        kind: 'picture' as const,
        label: `corner ${corner}`,
        name: `${corner}.png`,
        bytes: await cornerPicture(corner, corner),
      })),
    );
    const broken = {
      kind: 'picture' as const,
      label: 'x',
      name: 'x.png',
      bytes: Uint8Array.of(1, 2),
    };
    const view = await exampleView([...pictures, broken], undefined, terminalOf(60));
    const lines = view.split('\n');
    expect(lines.at(-1)).toMatch(/^ +corner 0 +corner 1 +corner 2 +x$/);
    expect(lines[0]).toContain('unreadable');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
  });
});
