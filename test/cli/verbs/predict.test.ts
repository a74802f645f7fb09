import { rmSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../cli/src/program.ts';
import { createTerminal } from '../../../cli/src/terminal.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const modules = join(root, 'modules');
const rows = await readFile(join(modules, 'seed-classifier/sample/rows.csv'), 'utf8');
const days = await readFile(join(modules, 'kiosk-forecaster/sample/recent.csv'), 'utf8');

/** Predicts in a folder; what is printed. */
async function predict(cwd: string, module: string, ...options: readonly string[]) {
  const printed: string[] = [];
  const terminal = {
    ...createTerminal({ stdout: process.stdout, stderr: process.stderr, env: { NO_COLOR: '1' } }),
    isInteractive: false,
    print: (text: string) => void printed.push(text),
  };
  const context = { cwd, env: {}, terminal, signal: new AbortController().signal };
  const args = ['predict', join(modules, module), '--backend', 'cpu', ...options];
  await (await createProgram(context, args)).parseAsync(args, { from: 'user' });
  return printed.join('\n');
}

describe('orangery predict', () => {
  it('writes a table’s answers to predictions.csv, and once only unless forced', async () => {
    const cwd = await tempFolder({ 'rows.csv': rows });
    await predict(cwd, 'seed-classifier', '--input', 'rows.csv');
    const written = await readFile(join(cwd, 'predictions.csv'), 'utf8');
    expect(written).toMatch(/^area_mm2,.*,label,probability\n/);
    const again = predict(cwd, 'seed-classifier', '--input', 'rows.csv');
    await expect(again).rejects.toMatchObject({ code: 'USAGE' });
    const printed = await predict(cwd, 'seed-classifier', '--input', 'rows.csv', '--force');
    expect(printed).toBe('3 predictions in predictions.csv');
    expect((await readdir(cwd)).sort()).toEqual(['predictions.csv', 'rows.csv']);
  });

  it('keeps an input that is named as the output too', async () => {
    const cwd = await tempFolder({ 'rows.csv': rows });
    const options = ['--input', 'rows.csv', '--output', 'rows.csv', '--force'];
    const refused = predict(cwd, 'seed-classifier', ...options);
    await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
    expect(await readFile(join(cwd, 'rows.csv'), 'utf8')).toBe(rows);
  });

  it('writes the rows of a single answer where a file is named, and none elsewhere', async () => {
    const cwd = await tempFolder({ 'daily.csv': days });
    await predict(cwd, 'kiosk-forecaster', '--input', 'daily.csv');
    expect(await readdir(cwd)).toEqual(['daily.csv']);
    const options = ['--input', 'daily.csv', '--output', 'p.csv'];
    expect(await predict(cwd, 'kiosk-forecaster', ...options)).toContain('Answer in p.csv');
    const lines = (await readFile(join(cwd, 'p.csv'), 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('times,forecast,lower,upper');
    expect(lines[1]).toMatch(/^2023-06-25,\d+\.?\d*,\d+\.?\d*,\d+\.?\d*$/);
    expect(lines).toHaveLength(8);
  });

  it('says why a worker could not load what is loaded here', async () => {
    const cwd = await tempFolder({ 'orangery.config.yml': 'schema: configuration/1\n' });
    const folder = join(cwd, 'modules/seed-classifier');
    await cp(join(modules, 'seed-classifier'), folder, { recursive: true });
    await writeFile(join(cwd, 'rows.csv'), rows);
    const terminal = createTerminal({ stdout: process.stdout, stderr: process.stderr, env: {} });
    let reads = 0;
    const context = {
      ...{ env: {}, terminal, signal: new AbortController().signal },
      // asked once more when the model has been loaded
      get cwd() {
        reads += 1;
        if (reads > 1) rmSync(join(folder, 'artifact'), { recursive: true, force: true });
        return cwd;
      },
    };
    const args = ['predict', folder, '--backend', 'cpu', '--input', 'rows.csv'];
    args.push('--workers', '2', '--batch', '1', '--output', 'p.csv');
    const program = await createProgram(context, args);
    const predicted = program.parseAsync(args, { from: 'user' });
    await expect(predicted).rejects.toMatchObject({ code: 'MODULE_INVALID' });
  });
});
