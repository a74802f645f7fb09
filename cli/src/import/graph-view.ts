import type { ImportedGraph, Remark } from '@orangery/runner';
import type { Field } from '@orangery/schemas';
import type { Terminal } from '../terminal.ts';

/** What goes in and comes out, by the tensors of the file and the names that people use. */
export function graphView(
  { frontMatter, takes, gives }: ImportedGraph,
  terminal: Terminal,
): string {
  const { inputs = [], outputs = [], preprocessing } = frontMatter;
  const made = Object.entries(preprocessing?.inputs ?? {});
  const read = Object.entries(preprocessing?.outputs ?? {});
  const rows = [
    ...takes.map(({ name, type, shape }) => {
      const how = made.find(([tensor]) => tensor === name)?.[1];
      const from =
        how?.kind === 'columns' ? how.columns.map((one) => one.from) : [how?.from ?? name];
      return ['in', named(from, inputs), `→ ${name}`, `${type} ${sizes(shape)}`];
    }),
    ...gives.map(({ name, type, shape }) => {
      const to = read.find(([tensor]) => tensor === name)?.[1];
      const field = to?.gives ?? name;
      const isSaid = outputs.some((output) => output.name === field);
      const what = isSaid ? named([field], outputs) : 'said by the classes';
      return [
        'out',
        `${what}${to?.softmax === true ? ', softmax' : ''}`,
        `← ${name}`,
        `${type} ${sizes(shape)}`,
      ];
    }),
  ];
  return terminal.table(['', 'people', 'graph', 'tensor'], rows);
}

const most = 4;

function named(names: readonly string[], fields: readonly Field[]): string {
  const type = fields.find(({ name }) => name === names[0])?.type ?? 'tensor';
  const shown = names.slice(0, most).join(', ');
  return `${shown}${names.length > most ? `, … ${names.length} in all` : ''} (${type})`;
}

function sizes([batch, ...rest]: readonly (number | null)[]): string {
  return `[${[batch ?? 'batch', ...rest.map((size) => size ?? 'any')].join(', ')}]`;
}

/** What was assumed, and what to say instead. */
export function remarksView(remarks: readonly Remark[], { colors }: Terminal): string {
  const { yellow, dim } = colors;
  return remarks
    .map(({ text, hint }) => {
      return `${yellow('!')} ${text}${hint === undefined ? '' : `\n  ${dim(hint)}`}`;
    })
    .join('\n');
}
