import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptFingerprint } from '../../../runner/src/provenance/fingerprint.ts';
import { parseRecord } from '@orangery/schemas';
import { generateModule, writeGeneratedModule } from '../generated-modules/index.ts';
import { hostileRecords } from './hostile-records.ts';
import { hostileTexts } from './hostile-texts.ts';
import { oneLine } from './one-line.ts';

/** Ids of the modules whose cards are hostile, in the order of the texts. */
export const hostileIds = hostileTexts.map((_, number) => `hostile-${number}`);

/** Writes a marketplace in which every free text is hostile: of cards, of reports, of records. */
export async function writeHostileRoot(root: string): Promise<void> {
  await mkdir(join(root, 'modules'), { recursive: true });
  await mkdir(join(root, 'records'));
  await writeFile(
    join(root, 'orangery.config.yml'),
    'schema: configuration/1\ntitle: Beset\nrepositories:\n  catalogue: example/beset\n',
  );
  for (const [number, text] of hostileTexts.entries()) {
    const card = { id: hostileIds[number]!, files: { 'module.md': hostileCard(text) } };
    await writeGeneratedModule(root, card);
    await writeGeneratedModule(root, measuredModule(number, text));
  }
  await writeFile(join(root, 'records', '2026-11.ndjson'), hostileRecords(hostileIds));
}

/** A module whose every free text is hostile. */
function hostileCard(text: string): string {
  const line = JSON.stringify(oneLine(text, 120));
  const frontMatter = [
    'schema: module/1',
    `title: ${JSON.stringify(oneLine(text, 80))}`,
    `summary: ${line}`,
    ...['version: 1.0.0', 'license: MIT', 'authors:', `  - name: ${line}`, 'maintainers: []'],
    ...['kind: module', 'runtime: tfjs', 'recipe: text-classification'],
    'tasks: [text-classification]',
    `categories: [${JSON.stringify(oneLine(text, 50))}]`,
    'fineTunable: true',
    `intendedUse: ${line}`,
    `limitations: ${line}`,
    ...['changelog:', '  - version: 1.0.0', '    date: 2026-01-01', `    changes: ${line}`],
  ].join('\n');
  const card = `## ${text.split('\n')[0]}\n\n${text}\n\nAn alert of a hostile card.\n`;
  return `---\n${frontMatter}\n---\n\n${card}`;
}

/** A measured module whose title, machine and data have hostile names: on a board with all, and on one of its own. */
function measuredModule(number: number, text: string) {
  // of every ten the third is measured on texts
  const { id, files } = generateModule(10 * number + 3);
  const title = `title: ${JSON.stringify(oneLine(text, 80))}`;
  const changed: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) {
    if (path === 'module.md') {
      changed[path] = content
        .replace(/^title: .*$/m, () => title)
        .replace(/^parent:\n( .*\n)*/m, '');
    } else if (path.startsWith('receipts/')) {
      const { signature: _, ...receipt } = parseRecord('receipt', JSON.parse(content), path);
      changed[path] = JSON.stringify({ ...receipt, fingerprint: receiptFingerprint(receipt) });
    } else {
      const { signature: _, ...report } = parseRecord('benchmarkReport', JSON.parse(content), path);
      const environment = { ...report.environment, processor: oneLine(text, 100) };
      changed[path] = JSON.stringify({ ...report, environment });
      changed['reports/own-data@1.0.0.json'] = JSON.stringify({
        ...report,
        environment,
        benchmark: 'own-data',
        dataset: ownData(report.dataset, number, text),
      });
    }
  }
  return { id, files: changed };
}

function ownData<Dataset extends object>(dataset: Dataset, number: number, text: string): Dataset {
  const link = `https://example.org/${oneLine(text, 100).replaceAll('/', '')}`;
  const fingerprint = number.toString(16).padStart(64, '0');
  return { ...dataset, fingerprint, sources: [{ link }] };
}
