import { Failure } from '@orangery/schemas';
import { scanRows, type CsvRow } from '../tables/csv/scan-rows.ts';
import { defaultTableLimits } from '../tables/table-limits.ts';
import { numberedColumns } from '../tables/column-names.ts';
import { SentenceCollector, type Corpus } from './corpus.ts';

/**
 * SINGA-Auto's `corpus.tsv`: a header, `token` first; a token that is a line break ends a sentence.
 * @throws Failure DATASET_INVALID
 */
export function readTokenTable(text: string, name: string, target?: string): Corpus {
  const rows = rowsOf(text, name);
  const head = rows.next().value?.cells.map((cell) => cell.trim()) ?? [];
  const token = head.indexOf('token');
  const label = findColumn(head, token, name, target ?? (head.includes('tag') ? 'tag' : undefined));
  const collected = new SentenceCollector();
  for (const { cells, line } of rows) {
    const [word, value] = [cells[token], cells[label]?.trim()];
    if (
      word === '\n' ||
      word === '\r\n' ||
      word === String.raw`\n` ||
      cells.join('').trim() === ''
    ) {
      collected.end();
    } else if (cells.length !== head.length || !word?.trim() || !value) {
      collected.breakAt(`${name}:${line}`, `expected ${head.join(' and ')}, found less or more`);
    } else collected.add(word.trim().normalize('NFC'), value);
  }
  collected.end();
  const { sentences, broken } = collected;
  return { format: 'corpus.tsv', target: head[label]!, sentences, broken };
}

/** Quoted as Python's csv module writes it when a token is a line break, else as it stands. */
function* rowsOf(text: string, name: string): Generator<CsvRow, void> {
  if (/^"\r?\n"\t/m.test(text)) {
    yield* scanRows(text, { delimiter: '\t', name, limits: defaultTableLimits });
    return;
  }
  for (const [index, line] of text.split('\n').entries()) {
    yield { cells: line.replace(/\r$/, '').split('\t'), line: index + 1 };
  }
}

/**
 * Columns as in CoNLL-2003: a word a line, its label last, empty lines between sentences; separated
 * by tabs, or by spaces.
 * @throws Failure DATASET_INVALID
 */
export function readWordLines(text: string, name: string, target?: string): Corpus {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const separator = lines.some((line) => line.includes('\t')) ? '\t' : /\s+/;
  const cellsOf = (line: string): string[] => line.trim().split(separator);
  const width = cellsOf(lines.find(isWordLine) ?? '').length;
  const head = numberedColumns(width);
  const label = findColumn(head, 0, name, target);
  const collected = new SentenceCollector();
  for (const [index, line] of lines.entries()) {
    const cells = cellsOf(line);
    if (!isWordLine(line)) {
      if (!isComment(line)) collected.end();
    } else if (cells.length !== width || cells.includes('')) {
      const problem = `expected ${width} columns as on the first line, found ${cells.length}`;
      collected.breakAt(`${name}:${index + 1}`, problem);
    } else collected.add(cells[0]!.normalize('NFC'), cells[label]!);
  }
  collected.end();
  const { sentences, broken } = collected;
  return { format: `a word a line, ${width} columns`, target: head[label]!, sentences, broken };
}

/** Neither empty, nor a comment, nor the mark between documents. */
export function isWordLine(line: string): boolean {
  return line.trim() !== '' && !isComment(line) && !line.startsWith('-DOCSTART-');
}

/** `# text = …`, and not a `#` that is a word with its label. */
function isComment(line: string): boolean {
  return /^#\s*[\w:]+\s*=/.test(line);
}

function findColumn(
  head: readonly string[],
  token: number,
  name: string,
  target: string | undefined,
): number {
  const column = target === undefined ? head.length - 1 : head.indexOf(target);
  if (token >= 0 && column >= 0 && column !== token) return column;
  const expected = target === undefined ? 'and one of labels' : `and ${JSON.stringify(target)}`;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected a column of tokens ${expected}, found ${head.join(', ') || 'nothing'}`,
    {
      hint: 'Write a word a line with its label behind a tab, and an empty line between sentences.',
    },
  );
}
