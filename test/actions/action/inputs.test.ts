import { afterEach, expect, it, vi } from 'vitest';
import { readCount, readFlag, readInput, requireInput } from '../../../actions/action/inputs.ts';
import { caught } from '../../helpers/caught.ts';

afterEach(() => vi.unstubAllEnvs());

it('takes an empty or blank input for none', () => {
  vi.stubEnv('INPUT_NAME', '');
  vi.stubEnv('INPUT_BLANK', '  ');
  expect([readInput('name'), readInput('blank'), readInput('absent')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('reads an input with hyphens', () => {
  vi.stubEnv('INPUT_RUN-ID', ' 5 ');
  expect(readInput('run-id')).toBe('5');
  expect(readCount('run-id')).toBe(5);
});

it('says which required input is missing', async () => {
  expect(await caught(() => requireInput('root'))).toMatchInlineSnapshot(
    `"USAGE Input root: expected a value, found nothing"`,
  );
});

it.each(['1.5', '-1', '0', '1e3', '9999999999999999', 'x'])(
  'takes %s for no count',
  async (text) => {
    vi.stubEnv('INPUT_COUNT', text);
    expect(await caught(() => readCount('count'))).toContain(`found "${text}"`);
  },
);

it('reads true and false, and nothing else', async () => {
  vi.stubEnv('INPUT_FLAG', 'false');
  expect(readFlag('flag')).toBe(false);
  vi.stubEnv('INPUT_FLAG', 'yes');
  expect(await caught(() => readFlag('flag'))).toMatchInlineSnapshot(
    `"USAGE Input flag: expected true or false, found "yes""`,
  );
});
