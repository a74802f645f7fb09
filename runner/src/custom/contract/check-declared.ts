import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Field } from '@orangery/schemas';
import { patchModuleFile, type Module } from '@orangery/schemas/files';
import type { RemoteModel } from '../../container/api/remote-model.ts';
import { compareFields, type ComparedFields } from '../../inference/container/compare-fields.ts';
import { Skipped } from './checklist.ts';
import type { Checked } from './test-module.ts';

/**
 * Whether module.md says what the server in its container takes: pages, forms and pipelines know it before the server
 * runs.
 * @param folder that holds the module.md which what is missing is written into; nothing is written when absent
 */
export async function checkDeclared(
  { frontMatter }: Pick<Module, 'frontMatter'>,
  remote: Pick<RemoteModel, 'predictArguments' | 'response'>,
  folder: string | undefined,
): Promise<Checked<null>> {
  const compared = compareFields(frontMatter, remote);
  const { undeclared, unknown } = compared;
  if (unknown.length > 0) {
    throw new Error(`expected inputs that its server has, found ${unknown.join(', ')}`);
  }
  if (folder !== undefined && hasNews(compared)) return write({ folder, frontMatter }, compared);
  if (undeclared.length > 0) {
    const told = undeclared.map((field) => `\n    ${toldField(field)}`).join('');
    throw new Skipped(`--declare-inputs writes into it what it does not name:${told}`);
  }
  const names = (frontMatter.inputs ?? []).map(({ name }) => name);
  return { detail: names.join(', '), value: null };
}

function hasNews({ undeclared, outputs }: ComparedFields): boolean {
  return undeclared.length > 0 || outputs !== undefined;
}

async function write(
  { folder, frontMatter }: Pick<Module, 'folder' | 'frontMatter'>,
  { undeclared, outputs }: ComparedFields,
): Promise<Checked<null>> {
  const file = join(folder, 'module.md');
  const text = await readFile(file, 'utf8');
  const inputs = [...(frontMatter.inputs ?? []), ...undeclared];
  const fields = {
    ...(undeclared.length > 0 && { inputs }),
    ...(outputs && { outputs: [...outputs] }),
  };
  await writeFile(file, patchModuleFile(text, fields));
  const written = [...undeclared, ...(outputs ?? [])].map(({ name }) => name);
  return { detail: `written into it: ${written.join(', ')}`, value: null };
}

/** `top (integer, may be left out, such as 5, 1 to 10)` */
function toldField({ name, type, required, values, example, minimum, maximum }: Field): string {
  const facts = [
    type,
    ...(required === false ? ['may be left out'] : []),
    ...(example === undefined ? [] : [`such as ${JSON.stringify(example)}`]),
    ...(values === undefined ? [] : [values.join(' or ')]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
  return `${name} (${facts.join(', ')})`;
}
