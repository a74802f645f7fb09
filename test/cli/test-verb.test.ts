import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customModule } from '../helpers/custom-module.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const rows = Array.from(
  { length: 40 },
  (_, index) => `${index % 2}.${index % 7},${index % 2 ? 'a' : 'b'}`,
);
const table = `x,kind\n${rows.join('\n')}\n`;

/** Forgets what it learnt, draws numbers of its own, and keeps a tensor. */
const careless = `
import { defineModule, tf } from '@orangery/runner/module';
let learnt = 0;
export default defineModule({
  data: 'tabular-classification',
  knobs: {},
  train: () => {
    tf.scalar(1);
    learnt = Math.random() / 4;
    return { learnt };
  },
  predict: (_, { count }) => Array.from({ length: count }, () => [learnt, 1 - learnt]),
  save: () => ({ drawn: Math.random() }),
  load: () => ({ learnt: 0 }),
});
`;

async function tryModule(code: string, ...args: readonly string[]) {
  const folder = await customModule(code, { files: { 'data.csv': table } });
  const state = await tempFolder();
  const env = { ORANGERY_CACHE: join(state, 'cache'), ORANGERY_STATE: join(state, 'state') };
  // what keeps code in is tested by test/real/sandbox.test.ts
  return orangery(
    ['test', folder, '--dataset', join(folder, 'data.csv'), '--trust-code', '--json', ...args],
    { env },
  );
}

describe('orangery test', () => {
  it('runs the golden test alone when asked, and trains nothing', async () => {
    const { code, record } = await orangery(['test', 'seed-classifier', '--golden', '--json']);
    expect(code).toBe(0);
    expect(record).toMatchObject({
      checks: [{ name: 'golden test', outcome: 'passed', detail: '3 cases' }],
    });
  });

  it('tries all that a training and a deployment ask of code', async () => {
    const { record, code } = await tryModule('neighbours', '--knob', 'neighbours=3');
    expect(record).toMatchObject({ module: 'own-code', golden: [] });
    const { checks } = record as { checks: { name: string; outcome: string; detail: string }[] };
    expect(checks.map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
      'passed loads',
      'passed reads its data',
      'passed knobs',
      'passed trains',
      'passed evaluates',
      'passed saves',
      'passed repeats from its seed',
      'passed takes inputs as they arrive',
      'passed predicts JSON, in order',
      'passed loads what it saved and predicts the same',
      'passed frees its tensors',
      'skipped golden test',
    ]);
    expect(code).toBe(0);
  });

  it('says what careless code gets wrong, and fails', async () => {
    const { record, code, stderr } = await tryModule(careless);
    const { checks } = record as { checks: { name: string; outcome: string; detail: string }[] };
    const failed = checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ name }) => name)).toEqual([
      'repeats from its seed',
      'loads what it saved and predicts the same',
      'frees its tensors',
    ]);
    expect(stderr).toContain('createRandom(seed)');
    expect(stderr).toContain('save all that predict needs');
    expect(code).toBe(1);
  });
});

it('says what fails once, and what to run when it is mended', async () => {
  const knobs = 'knobs: { size: { type: "integer", min: 15, max: 1 } }';
  const folder = await customModule(careless.replace('knobs: {}', knobs));
  const state = await tempFolder();
  const env = { ORANGERY_CACHE: join(state, 'cache'), ORANGERY_STATE: join(state, 'state') };
  const { code, stdout, stderr } = await orangery(['test', folder, '--trust-code'], { env });
  expect(stdout).toContain(
    '✗ loads: own-code/module.ts: knob size: expected min not above max, found 15 … 1',
  );
  expect(stderr).toContain('own-code: expected every check to pass, found that loads did not');
  expect(stderr).not.toContain('knob size');
  expect(stderr).toContain(`run orangery test ${folder} again`);
  expect(code).toBe(1);
});

it.each(['neighbours', 'small-network'])(
  'the example %s in the README is the code that is tested',
  async (name) => {
    const readme = await readFile(join(root, 'runner/src/custom/README.md'), 'utf8');
    const code = await readFile(join(root, 'test/fixtures/custom', name, 'module.ts'), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
  },
);
