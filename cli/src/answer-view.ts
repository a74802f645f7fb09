import type { Prediction } from '@orangery/runner';
import { answerRows, shownValue } from './answer-tables.ts';
import type { Terminal } from './terminal.ts';
import { percent } from './percent.ts';

const mostClassesShown = 5;
const barWidth = 24;

/**
 * One answer as a person reads it: a class with its bars, what a mask is filled with, else the rows it
 * is made of, or each value on a line; of modules asked side by side the answer of each under its name.
 */
export function answerView(answer: Prediction, terminal: Terminal): string {
  const steps = answersOfSteps(answer);
  if (steps === undefined) return oneAnswer(answer, terminal);
  return [...steps]
    .map(([name, own]) => `${terminal.colors.bold(name)}\n${answerView(own, terminal)}`)
    .join('\n\n');
}

/** Values by step, where all are called `<step>.<output>`. */
function answersOfSteps(answer: Prediction): ReadonlyMap<string, Prediction> | undefined {
  const names = Object.keys(answer);
  if (names.length === 0 || !names.every((name) => name.includes('.'))) return undefined;
  const bySteps = Map.groupBy(Object.entries(answer), ([name]) => name.split('.')[0]!);
  return new Map(
    [...bySteps].map(([step, values]) => [
      step,
      Object.fromEntries(values.map(([name, value]) => [name.slice(step.length + 1), value])),
    ]),
  );
}

function oneAnswer(answer: Prediction, terminal: Terminal): string {
  const { label, probability, probabilities, mask, shares } = answer;
  if (typeof label === 'string' && typeof probability === 'number' && isShares(probabilities)) {
    const title = `${terminal.colors.bold(label)} ${percent(probability)}`;
    return `${title}\n\n${classTable('probability', probabilities, terminal)}`;
  }
  if (mask !== undefined && isShares(shares)) {
    const size = `${String(answer['width'])} × ${String(answer['height'])} pixels`;
    return `${classTable(`share of ${size}`, shares, terminal)}\n\nThe mask itself: --json`;
  }
  const rows = answerRows(answer);
  if (rows !== undefined) {
    return terminal.table(rows.columns, rows.cells) + moreLine(rows.more);
  }
  const values = Object.entries(answer).map(([name, value]) => [name, shownValue(value)]);
  return terminal.table(['answer', ''], values);
}

function moreLine(count: number): string {
  return count > 0 ? `\n… and ${count} more` : '';
}

function isShares(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null;
}

function classTable(
  title: string,
  shares: Readonly<Record<string, number>>,
  terminal: Terminal,
): string {
  const ranked = Object.entries(shares).sort((a, b) => b[1] - a[1]);
  const rows = ranked
    .slice(0, mostClassesShown)
    .map(([name, share]) => [name, percent(share), '█'.repeat(Math.round(share * barWidth))]);
  const rest = ranked.length - rows.length;
  return terminal.table(['class', title, ''], rows) + moreLine(rest);
}
