import { readFile } from 'node:fs/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { writeSummary } from '../../../actions/action/write-summary.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

afterEach(() => vi.unstubAllEnvs());

it('adds Markdown, and cuts what GitHub would refuse', async () => {
  const file = `${await tempFolder({ summary: '' })}/summary`;
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  await writeSummary('# One');
  await writeSummary('ä'.repeat(600_000));
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^# One\nä+\n\n\(cut: the whole is 1200000 bytes\)\n$/);
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
});

it('does nothing where there is no summary', async () => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined);
  await writeSummary('# One');
});
