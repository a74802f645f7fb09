import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

const fixtures = join(import.meta.dirname, '../fixtures/custom');

export interface CustomModuleFiles {
  /** Lines more in the front matter. */
  readonly fields?: string;
  /** Files beside `module.ts`, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A module with code of its own: the text of its `module.ts`, or the name of a fixture. */
export async function customModule(
  code: string,
  { fields = '', files = {} }: CustomModuleFiles = {},
): Promise<string> {
  const isFixture = /^[a-z-]+$/.test(code);
  const text = isFixture ? await readFile(join(fixtures, code, 'module.ts'), 'utf8') : code;
  const root = await tempFolder({
    'modules/own-code/module.md': frontMatter(fields),
    'modules/own-code/module.ts': text,
    ...Object.fromEntries(
      Object.entries(files).map(([path, content]) => [`modules/own-code/${path}`, content]),
    ),
  });
  return join(root, 'modules/own-code');
}

function frontMatter(fields: string): string {
  return `---
schema: module/1
title: Own code
summary: A module whose model is its own code.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [classification]
kind: module
runtime: tfjs
${fields}---

Card.
`;
}
