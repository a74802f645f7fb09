import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toFailure } from '@orangery/schemas';
import { readSampleOptions, type SampleOptions } from './sample-options.ts';

/** Runs a generator as a program: arguments in, one file out, exit code 2 for wrong usage. */
export async function runGenerator(
  countName: string,
  generate: (options: SampleOptions) => Promise<Uint8Array> | Uint8Array,
): Promise<void> {
  try {
    const options = readSampleOptions(process.argv.slice(2), countName);
    const bytes = await generate(options);
    await mkdir(dirname(options.out), { recursive: true });
    await writeFile(options.out, bytes);
    process.stdout.write(`${options.out}: ${bytes.length} bytes\n`);
  } catch (error) {
    const { code, message, hint } = toFailure(error);
    process.stderr.write(`${code}: ${message}\n${hint}\n`);
    process.exitCode = code === 'USAGE' ? 2 : 1;
  }
}
