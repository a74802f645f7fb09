/**
 * Writes the tables of inputs and outputs of each action's README from its `action.yml`, between the
 * comments `inputs` and `/inputs`. Run by `node actions/readme-tables.ts`; `--check` only compares.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readYaml } from '@orangery/schemas/files';
import { format } from 'prettier';
import { actionNames } from './bundle.ts';

const here = import.meta.dirname;
const [begin, end] = ['<!-- inputs -->', '<!-- /inputs -->'];

/** The README of an action with its tables as `action.yml` says. */
export async function readmeOf(action: string): Promise<string> {
  const text = await readFile(join(here, action, 'README.md'), 'utf8');
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) {
    throw new Error(`actions/${action}/README.md: expected ${begin} and ${end}`);
  }
  const { value } = await readYaml(
    join(here, action, 'action.yml'),
    `actions/${action}/action.yml`,
  );
  const tables = [
    tableOf('input', fieldOf(value, 'inputs')),
    tableOf('output', fieldOf(value, 'outputs')),
  ];
  const body = tables.filter((table) => table !== '').join('\n\n') || 'It takes no inputs.';
  const whole = `${text.slice(0, before)}${begin}\n\n${body}\n\n${text.slice(after)}`;
  return format(whole, { parser: 'markdown', printWidth: 100, singleQuote: true });
}

function tableOf(kind: 'input' | 'output', fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return '';
  const rows = Object.entries(fields).map(([name, field]: [string, unknown]) => {
    const words = String(fieldOf(field, 'description') ?? '').replaceAll('|', '\\|');
    const isRequired = fieldOf(field, 'required') === true;
    return kind === 'output'
      ? `| \`${name}\` | ${words} |`
      : `| \`${name}\` | ${isRequired ? 'yes' : ''} | ${words} |`;
  });
  if (rows.length === 0) return '';
  const head =
    kind === 'output'
      ? '| output | |\n| --- | --- |'
      : '| input | required | |\n| --- | --- | --- |';
  return `${head}\n${rows.join('\n')}`;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

async function writeAll(isCheck: boolean): Promise<void> {
  for (const action of await actionNames()) {
    const path = join(here, action, 'README.md');
    const found = await readFile(path, 'utf8').catch(() => null);
    if (found === null) complain(`actions/${action}/README.md is missing`);
    else await writeOne(action, { path, found, isCheck });
  }
}

async function writeOne(
  action: string,
  { path, found, isCheck }: { path: string; found: string; isCheck: boolean },
): Promise<void> {
  const wanted = await readmeOf(action);
  if (wanted === found) return;
  if (isCheck)
    complain(`actions/${action}/README.md is out of date: node actions/readme-tables.ts`);
  else await writeFile(path, wanted);
}

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

if (import.meta.main) await writeAll(process.argv.includes('--check'));
