import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatProblem } from '@orangery/schemas';
import { readModule } from '@orangery/schemas/files';
import { markdownToHast } from 'satteri';
import { expect, it } from 'vitest';
import { renderCard } from '../../../../marketplace/src/catalogue/render-card.ts';
import { makeModule } from '../../../../runner/src/exchange/ai4/make-module.ts';
import { readAi4 } from '../../../../runner/src/exchange/ai4/read-ai4.ts';
import { ai4Metadata } from '../../../../runner/src/exchange/index.ts';
import { writeModule } from '../../../../runner/src/exchange/sources/write-module.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { exportedOf, madeOf, unpublishedOf } from './made.ts';

it('makes modules of what modules of AI4OS Hub say, or refuses them for a reason', async (context) => {
  const folder = await filesOf();
  if (folder === undefined) return context.skip('ORANGERY_TEST_DATA names no folder');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml')).sort();
  expect(names).toHaveLength(12);
  const lines: string[] = [];
  for (const name of names)
    lines.push(await outcomeOf(name, await readFile(join(folder, name), 'utf8')));
  await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('real-files.txt');
});

async function filesOf(): Promise<string | undefined> {
  const data = process.env.ORANGERY_TEST_DATA;
  if (data !== undefined) return join(data, 'ai4-metadata');
  const message = 'ORANGERY_TEST_DATA names no folder: files of AI4OS Hub are not imported';
  if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
  console.warn(message);
  return undefined;
}

/** What becomes of a file, after everything that a module has to be was seen of it. */
async function outcomeOf(file: string, text: string): Promise<string> {
  const reading = readAi4(text, file);
  const placed = reading.warnings.filter(({ line }) => line !== undefined);
  const warnings = placed.map((problem) => `  ${formatProblem(problem)}`);
  if (reading.kind === 'refused') {
    expect(reading.problems.length).toBeGreaterThan(0);
    const problems = reading.problems.map((problem) => `  ${formatProblem(problem)}`);
    return [`${file}: refused`, ...problems, ...warnings].join('\n');
  }
  const id = basename(file, '.yml');
  const made = makeModule(reading, { id, image: reading.image });
  const folder = join(await tempFolder(), id);
  await writeModule({ folder, name: id, text: made.text });
  const read = await readModule(folder);
  expect(read.kind).toBe('valid');
  expect(JSON.stringify(markdownToHast(made.card))).not.toContain('"type":"raw"');
  expect(renderCard(made.card, { id, repository: undefined })).toMatch(/^<(p|h3)>/);
  const module = madeOf(text, id);
  expect(module.frontMatter).toEqual(read.kind === 'valid' && read.module.frontMatter);
  expect(exportedOf(module)).toEqual(trimmed(reading.document));
  expect(madeOf(ai4Metadata(unpublishedOf(module)), id)).toEqual(module);
  const { tasks, container, links = [] } = made.frontMatter;
  const facts = `${container?.image}, ${tasks.join(' ')}, ${links.length} links`;
  return [`${file}: imported, ${facts}`, ...warnings].join('\n');
}

/** Blank lines around a card are nobody's. */
function trimmed(document: Readonly<Record<string, unknown>>): object {
  return { ...document, description: String(document.description).trim() };
}
