import { describe, expect, it } from 'vitest';
import { printDataset } from '../../../cli/src/dataset-page/print-dataset.ts';
import { createTerminal } from '../../../cli/src/terminal.ts';
import { describeFiles, fetchedFiles, tableOf } from '../../runner/dataset/describe/describing.ts';

const table = tableOf('size,ripe', 30, (index) => `${index}.25,${index % 2 ? 'yes' : 'no'}`);
const remote = 'https://example.org/plums.csv?X-Amz-Signature=5e0a7b8c9d';

/** What is printed of private data where standard output is a terminal, or is none. */
async function printed(isTerminal: boolean, link = remote): Promise<string> {
  const files = { 'plums.csv': table };
  const sources = [{ link, sha256: 'a'.repeat(64), bytes: table.length }];
  const fetched = fetchedFiles(files, { sources });
  const described = await describeFiles(files, { visibility: 'private' }, { sources });
  const lines: string[] = [];
  const { stdout, stderr } = process;
  const terminal = {
    ...createTerminal({ stdout, stderr, env: { NO_COLOR: '1' } }),
    screen: { isTerminal, columns: 80, colors: 'none' as const },
    print: (text: string) => void lines.push(text),
  };
  const context = { cwd: '/', env: {}, terminal, signal: new AbortController().signal };
  const dataset = { ...described, fetched, close: async () => {} };
  await printDataset(dataset, { visibility: 'private', examples: 3 }, context);
  return lines.join('\n');
}

describe('printDataset', () => {
  it('shows the asker everything on his own terminal, but no link that gives access', async () => {
    const text = await printed(true);
    expect(text).toContain('https://example.org/plums.csv');
    expect(text).not.toContain('5e0a7b8c9d');
    expect(text).toMatch(/size +numeric +– +30 +0\.25 +29\.25/);
    expect(text).toMatch(/^ {2}no +\d+\.25$/m);
  });

  it('shows neither link nor values anywhere else', async () => {
    const text = await printed(false);
    expect(text).toContain('secret:DATASET');
    expect(text).not.toMatch(/plums|\.25/);
  });

  it.each(['/grower/orchard/plums.csv', 'orchard/plums.csv', 'file:///grower/plums.csv'])(
    'heads %s with its name there, without where it lies',
    async (link) => {
      const text = await printed(false, link);
      expect(text).toMatch(/^plums\.csv {2}/);
      expect(text).not.toMatch(/secret:DATASET|orchard|grower|\.25/);
    },
  );
});
