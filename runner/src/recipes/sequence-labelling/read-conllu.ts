import { Failure } from '@orangery/schemas';
import { SentenceCollector, type Corpus } from './corpus.ts';

/** Columns of CoNLL-U, by their names in lower case (universaldependencies.org/format.html). */
const columns = ['id', 'form', 'lemma', 'upos', 'xpos', 'feats', 'head', 'deprel', 'deps', 'misc'];
const labelColumns = ['upos', 'xpos', 'feats', 'deprel', 'lemma'];

/** Whether a line is a word of CoNLL-U: ten columns, the first a number, a range or an empty node. */
export function isConlluLine(line: string): boolean {
  const cells = line.split('\t');
  return cells.length === columns.length && /^\d+([-.]\d+)?$/.test(cells[0]!);
}

/**
 * Sentences of CoNLL-U: FORM and UPOS, or the column named. Ranges of multiword tokens and empty
 * nodes are no words.
 * @throws Failure DATASET_INVALID when there is no such column
 */
export function readConllu(text: string, name: string, target = 'upos'): Corpus {
  const column = labelColumns.includes(target.toLowerCase())
    ? columns.indexOf(target.toLowerCase())
    : -1;
  if (column < 0) throw unknownColumn(name, target);
  const collected = new SentenceCollector();
  for (const [index, line] of text.split('\n').entries()) {
    const place = `${name}:${index + 1}`;
    const cells = line.replace(/\r$/, '').split('\t');
    if (cells.length === 1 && cells[0]!.trim() === '') collected.end();
    else if (line.startsWith('#')) continue;
    else if (cells.length !== columns.length) {
      collected.breakAt(place, `expected ${columns.length} columns, found ${cells.length}`);
    } else if (!/^\d+$/.test(cells[0]!)) {
      if (!/^\d+[-.]\d+$/.test(cells[0]!)) {
        collected.breakAt(place, `expected a word's number, found ${JSON.stringify(cells[0])}`);
      }
    } else addWord(collected, { cells, column, place });
  }
  collected.end();
  const { sentences, broken } = collected;
  return { format: 'CoNLL-U', target: columns[column]!, sentences, broken };
}

interface Word {
  readonly cells: readonly string[];
  readonly column: number;
  readonly place: string;
}

function addWord(collected: SentenceCollector, { cells, column, place }: Word): void {
  const label = cells[column]!;
  if (label === '' || (label === '_' && columns[column] !== 'feats')) {
    collected.breakAt(place, `expected a label in ${columns[column]!.toUpperCase()}, found none`);
  } else collected.add(cells[1]!.normalize('NFC'), label);
}

function unknownColumn(name: string, target: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${name}: expected a column of CoNLL-U to predict (${labelColumns.join(', ')}), found ${JSON.stringify(target)}`,
    { hint: 'Name one of these with --target, or leave it out to take upos.' },
  );
}
