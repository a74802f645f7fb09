import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { InvalidArgumentError, type Command, type Option } from 'commander';
import { parse } from 'ini';
import type { ServeOptions } from './serve-options.ts';

/**
 * Takes options from files as `deepaas-run` reads them: `listen_port = 5000` below `[DEFAULT]`. What
 * was typed goes before what a file says, a later file before an earlier one.
 * @throws Failure FILE_MISSING; FILE_INVALID naming the file and the option
 */
export async function applyConfig(command: Command, cwd: string): Promise<void> {
  const { configFile, configDir } = command.opts<ServeOptions>();
  const files = [
    ...(configFile === undefined ? [] : [resolve(cwd, configFile)]),
    ...(configDir === undefined ? [] : await configFiles(resolve(cwd, configDir))),
  ];
  for (const file of files) {
    for (const [name, value] of await readDefaults(file)) applyOne(command, file, name, value);
  }
}

async function configFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${folder} cannot be read`, { cause });
  });
  const wanted = names.filter((name) => name.endsWith('.conf'));
  return wanted.sort().map((name) => join(folder, name));
}

async function readDefaults(file: string): Promise<[string, unknown][]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${file} cannot be read`, { cause });
  });
  const { DEFAULT: section, ...others } = parse(text) as Record<string, unknown>;
  const stray = Object.keys(others)[0];
  if (stray !== undefined) {
    throw new Failure('FILE_INVALID', `${file}: expected options below [DEFAULT], found ${stray}`);
  }
  return Object.entries(Object(section) as object);
}

function applyOne(command: Command, file: string, name: string, value: unknown): void {
  const long = `--${name.replaceAll('_', '-')}`;
  const option = command.options.find((one) => one.long === long);
  if (option === undefined || option.negate) {
    throw new Failure('FILE_INVALID', `${file}: expected an option of serve, found ${name}`, {
      hint: 'orangery serve --help lists them; write _ or - between words.',
    });
  }
  const attribute = option.attributeName();
  const typed = command.getOptionValueSource(attribute) === 'cli';
  if (!typed) command.setOptionValueWithSource(attribute, valueOf(option, value, file), 'config');
}

function valueOf(option: Option, value: unknown, file: string): unknown {
  if (option.isBoolean()) {
    if (typeof value === 'boolean') return value;
    throw invalid(option, file, `expected true or false, found ${String(value)}`);
  }
  try {
    const parse = option.parseArg ?? String;
    return parse(String(value), undefined);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw invalid(option, file, error.message);
    throw error;
  }
}

function invalid({ long }: Option, file: string, message: string): Failure {
  return new Failure('FILE_INVALID', `${file}: ${long}: ${message}`);
}
