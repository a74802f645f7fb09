import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '@orangery/schemas';
import { readRecordLog } from '@orangery/schemas/files';
import { tempFolder } from '../helpers/temp-folder.ts';

const green = (at: string): object => ({
  ...{ schema: 'freshness/1', at, isGreen: true },
  module: { id: 'leaf-classifier', version: '1.0.0' },
});

const read = async (files: Readonly<Record<string, string>>) =>
  (await readRecordLog(await tempFolder(files)))!;

const ndjson = (...lines: readonly (object | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

describe('readRecordLog', () => {
  it('puts the lines of all months in the order of their moments', async () => {
    const { freshness } = await read({
      '2026-11.ndjson': ndjson(green('2026-11-02T00:00:00Z'), green('2026-11-01T09:00:00+02:00')),
      '2026-10.ndjson': ndjson(green('2026-10-31T23:59:59.5Z')),
      'README.md': '# not a month',
    });
    expect(freshness.map(({ at }) => at)).toEqual([
      '2026-10-31T23:59:59.5Z',
      '2026-11-01T09:00:00+02:00',
      '2026-11-02T00:00:00Z',
    ]);
  });

  it('names every bad line with its file and line, and keeps the good ones', async () => {
    const log = await read({
      '2026-11.ndjson': ndjson(
        green('2026-11-01T00:00:00Z'),
        '{"schema":"freshness/1"',
        { schema: 'freshness/1', at: 'yesterday', isGreen: 'yes', module: { id: 'a' } },
        '[]',
        '',
        green('2026-11-02T00:00:00Z'),
      ),
    });
    expect(log.freshness).toHaveLength(2);
    expect(log.problems.map(formatProblem).join('\n')).toMatchInlineSnapshot(`
      "records/2026-11.ndjson:2: expected a JSON record that begins with its schema, such as "job-state/1", found {"schema":"freshness/1"
      records/2026-11.ndjson:3 /at: expected a date-time, found "yesterday"
      records/2026-11.ndjson:3 /isGreen: expected a boolean, found "yes"
      records/2026-11.ndjson:3 /module/version: expected a value, found nothing
      records/2026-11.ndjson:4: expected a JSON record that begins with its schema, such as "job-state/1", found []"
    `);
  });

  it('counts lines of kinds and versions that only a newer Orangery knows', async () => {
    const log = await read({
      '2026-11.ndjson': ndjson({ schema: 'freshness/2', x: 1 }, { schema: 'harvest/1' }),
    });
    expect(log).toMatchObject({ skipped: 2, problems: [] });
  });

  it('gives null where there is no folder', async () => {
    expect(await readRecordLog(join(await tempFolder({}), 'records'))).toBeNull();
  });

  it('never throws, whatever a line holds', async () => {
    const line = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const { problems, skipped } = await read({ '2026-01.ndjson': lines.join('\n') });
        expect(problems.length + skipped).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 25 },
    );
  });
});
