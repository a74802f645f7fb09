import type { PipelineTopology } from '@orangery/schemas';

/**
 * A pipeline as lines of text: its steps one below the other, or side by side.
 * @returns without a final newline
 */
export function drawTopology({ topology, steps }: PipelineTopology): string {
  const names = steps.map(({ name, module }) => name ?? module);
  if (topology === 'sequence') {
    const parts = names.map((name, index) => `${arrow(steps[index]!, index)}\n  ${name}`);
    return ['  input', ...parts, '  │\n  answer'].join('\n');
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

/** What a step is given otherwise than by its name. */
function arrow({ inputs = {} }: PipelineTopology['steps'][number], index: number): string {
  const lines = Object.entries(inputs).map(([name, from]) => `  │ ${from} → ${name}`);
  const plain = index === 0 ? '  │' : '  │ by their names';
  return lines.length === 0 ? plain : lines.join('\n');
}
