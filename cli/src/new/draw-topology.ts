import type { PipelineTopology } from '@orangery/schemas';

/**
 * A pipeline as lines of text: its steps one below the other, or side by side.
 * @returns without a final newline
 */
export function drawTopology({ topology, steps }: PipelineTopology): string {
  const names = steps.map(({ name, module }) => name ?? module);
  const line = { sequence: '│', parallel: ' ', ensemble: ' ' }[topology];
  if (topology === 'sequence') {
    return ['input', ...names, 'answer'].map((name) => `  ${name}`).join(`\n  ${line}\n`);
  }
  const widest = Math.max(...names.map(({ length }) => length));
  const last = names.length - 1;
  const joint = topology === 'ensemble' ? 'mean' : 'all answers';
  return names
    .map((name, index) => {
      const [left, right] =
        last === 0
          ? ['─', '─']
          : index === 0
            ? ['┬', '┐']
            : index === last
              ? ['└', '┘']
              : ['├', '┤'];
      const begin = index === 0 ? 'input ─' : '       ';
      const end = index === 0 ? `─ ${joint}` : '';
      const first = last > 0 && index === 0 ? `${right}${end}` : right;
      return `  ${begin}${left}─ ${name.padEnd(widest)} ─${last === 0 ? end : first}`;
    })
    .join('\n');
}
