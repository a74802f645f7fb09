import type { Prediction } from '@orangery/runner';
import type { Terminal } from './terminal.ts';

const mostClassesShown = 5;
const barWidth = 24;

/** One answer as a person reads it: a class with its bars, else each value on a line. */
export function answerView(answer: Prediction, terminal: Terminal): string {
  const { label, probability, probabilities } = answer;
  if (typeof label === 'string' && typeof probability === 'number' && isShares(probabilities)) {
    const title = `${terminal.colors.bold(label)} ${percent(probability)}`;
    return `${title}\n\n${classTable(probabilities, terminal)}`;
  }
  const rows = Object.entries(answer).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return terminal.table(['answer', ''], rows);
}

function isShares(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null;
}

function classTable(probabilities: Readonly<Record<string, number>>, terminal: Terminal): string {
  const ranked = Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
  const rows = ranked
    .slice(0, mostClassesShown)
    .map(([name, share]) => [name, percent(share), '█'.repeat(Math.round(share * barWidth))]);
  const rest = ranked.length - rows.length;
  const more = rest > 0 ? `\n… and ${rest} more` : '';
  return `${terminal.table(['class', 'probability', ''], rows)}${more}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
