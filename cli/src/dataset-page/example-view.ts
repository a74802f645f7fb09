import { formatBytes } from '@orangery/schemas';
import type { ShownExample } from '@orangery/runner';
import type { Terminal } from '../terminal.ts';
import { pictureGrid } from './picture-grid.ts';
import { plainText, wrap } from './plain-text.ts';
import { textTable } from './text-table.ts';

const widestCell = 18;
const widestClass = 24;

/** Examples as they are best looked at: rows as a table, pictures as thumbnails, texts by their beginnings. */
export async function exampleView(
  examples: readonly ShownExample[],
  target: string | undefined,
  terminal: Terminal,
): Promise<string> {
  const rows = examples.filter((example) => example.kind === 'row');
  const pictures = examples.filter((example) => example.kind === 'picture');
  const others = examples.flatMap((example) =>
    example.kind === 'text' || example.kind === 'file' ? [otherView(example, terminal)] : [],
  );
  const labelled = pictures.map(({ label = '', bytes }) => ({ label, bytes }));
  return [
    ...(rows.length > 0 ? [rowTable(rows, target ?? 'class', terminal)] : []),
    ...(pictures.length > 0 ? [await pictureGrid(labelled, terminal.screen)] : []),
    ...(others.length > 0 ? [others.join('\n\n')] : []),
  ].join('\n\n');
}

type Row = Extract<ShownExample, { kind: 'row' }>;

function rowTable(rows: readonly Row[], target: string, { screen, colors }: Terminal): string {
  const names = Object.keys(rows[0]!.cells);
  const cells = rows.map(({ label = '', cells: values }) => [
    plainText(label),
    ...names.map((name) => cellText(values[name])),
  ]);
  const columns = [
    { title: plainText(target), isNumber: false, mostWidth: widestClass },
    ...names.map((name) => ({
      title: plainText(name),
      isNumber: rows.every((row) => ['number', 'object'].includes(typeof row.cells[name])),
      mostWidth: widestCell,
    })),
  ];
  const { text, hidden } = textTable(columns, cells, { width: screen.columns, colors });
  if (hidden === 0) return text;
  const left = columns.slice(-hidden).map(({ title }) => title);
  const lines = wrap(`… and ${hidden} more: ${left.join(', ')}`, screen.columns - 2);
  return [text, ...lines.slice(0, 3).map((line) => colors.dim(`  ${line}`))].join('\n');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return plainText(typeof value === 'string' ? value : JSON.stringify(value));
}

type Other = Extract<ShownExample, { kind: 'text' | 'file' }>;

function otherView(example: Other, { screen, colors }: Terminal): string {
  const name = plainText(example.name);
  const label = example.label === undefined ? '' : `${plainText(example.label)}  `;
  const head = `  ${colors.bold(label)}${colors.dim(name)}`;
  if (example.kind === 'file') return `${head}  ${formatBytes(example.sizeBytes)}`;
  const lines = wrap(plainText(example.text), Math.min(screen.columns, 100) - 4);
  return [head, ...lines.map((line) => `    ${line}`)].join('\n');
}
