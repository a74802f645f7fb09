import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../helpers/find-program.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const execute = promisify(execFile);
const python = findProgram('python3');
const data = { 'data/0-learnt.txt': 'ho', 'data/1-measured.txt': 'ha' };

/** The template's code for GENERAL with another model file in it, and an interpreter started there. */
async function withModel(change: (code: string) => string = (code) => code) {
  const fixture = join(root, 'test/fixtures/containers/singa-auto/singa_model.py');
  const code = change(await readFile(fixture, 'utf8'));
  const folder = await tempFolder({ ...data, 'one.txt': 'ho', 'weights/none': '' });
  await cp(join(root, 'runner/templates/container/general'), folder, { recursive: true });
  await cp(await tempFolder({ 'singa_model.py': code }), folder, { recursive: true });
  const env = { PATH: process.env.PATH, MODEL_FOLDER: join(folder, 'weights') };
  return async (...args: readonly string[]): Promise<string> =>
    (await execute(python!, ['-B', ...args], { cwd: folder, env })).stdout;
}

describe.skipIf(python === undefined)('a model file of SINGA-Auto in the template', () => {
  it('is searched, kept and asked, without a change to it', async () => {
    const run = await withModel();
    const lines = [
      'import json, model',
      'print(json.dumps(sorted(model.training)))',
      'print(json.dumps(model.train("data", 12, 1, loud=True)))',
      'print(json.dumps([model.predict(query={"a": 1}), model.predict(file=b"\\xff")]))',
    ];
    const printed = (await run('-c', lines.join('\n'))).trim().split('\n');
    const told: unknown[] = printed.map((line) => JSON.parse(line));
    expect(told[0]).toEqual(['data', 'loud', 'seed', 'times', 'trials']);
    expect(told.filter((line) => JSON.stringify(line).includes('"trial"'))).toHaveLength(12);
    expect(told.at(-2)).toMatchObject({ score: 4, knobs: { times: 4, loud: true, mark: '!' } });
    expect(told.at(-1)).toEqual([
      { prediction: ['HOHOHOHO!', 'dict'] },
      { prediction: ['HOHOHOHO!', 'bytes'] },
    ]);
  });

  it('tries itself when it is run, as SINGA-Auto’s examples do', async () => {
    const run = await withModel();
    expect(await run('singa_model.py')).toMatch(/knobs: .*\nscore: [1-4]\n.*"str"\]\n$/s);
  });

  it.each([
    [
      'has no such class',
      (code: string) => code.replace('(BaseModel)', ''),
      'expected one class that extends BaseModel, found none',
    ],
    [
      'gives no number',
      (code: string) => code.replace('return self.knobs["times"]', 'return float("nan")'),
      'expected a score that is a number, found none in 3 trials',
    ],
  ])('that %s says so', async (_, change, words) => {
    const run = await withModel(change);
    const trained = run('-c', 'import model; model.train("data", 3, 1)');
    await expect(trained).rejects.toThrow(words);
  });

  it('is told what data it needs', async () => {
    const run = await withModel();
    const trained = run('-c', 'import model; model.train("one.txt", 3, 1)');
    await expect(trained).rejects.toThrow('expected a CSV, or two data sets');
  });
});
