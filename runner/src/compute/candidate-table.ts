import type { BackendCandidate } from '@orangery/schemas';

/** What `auto` chose from, one line a backend, aligned. */
export function candidateTable(candidates: readonly BackendCandidate[]): string {
  const rows = candidates.map(({ backend, outcome, reason, stepMs }) => [
    backend,
    stepMs === undefined ? '–' : `${stepMs.toFixed(1)} ms`,
    `${outcome}: ${reason}`,
  ]);
  const all = [['backend', 'a step', 'outcome'], ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]!.length));
  const [first, second] = [width(0), width(1)];
  return all
    .map(([name, step, text]) => `${name!.padEnd(first)}  ${step!.padStart(second)}  ${text}`)
    .join('\n');
}
