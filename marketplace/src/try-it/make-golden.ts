import type { GoldenOutcome } from '@orangery/runner/browser';
import { makeElement, showTable } from '@orangery/runner/form';
import type { Compared } from './messages.ts';
import { makeButton } from './make-button.ts';

export interface GoldenOrder {
  readonly run: () => Promise<{ readonly compared: Compared; readonly tolerance: number }>;
  readonly refuse: (error: unknown) => void;
}

/** A button that runs the module's golden test on this device, and what came of it. */
export function makeGolden({ run, refuse }: GoldenOrder): HTMLElement {
  const result = makeElement('div', { class: 'golden', 'aria-live': 'polite' });
  const button = makeButton(
    'Check that it reproduces here',
    async () => {
      button.disabled = true;
      result.replaceChildren('Running the golden test …');
      try {
        const { compared, tolerance } = await run();
        result.replaceChildren(...showOutcomes(compared, tolerance));
      } catch (error) {
        result.replaceChildren();
        refuse(error);
      } finally {
        button.disabled = false;
      }
    },
    refuse,
  );
  const words = 'The answers that define “it works”, computed again on your device and compared.';
  return makeElement('div', { class: 'reproduces' }, makeElement('p', {}, words), button, result);
}

function showOutcomes({ outcomes, backend }: Compared, tolerance: number): Node[] {
  const failed = outcomes.filter(({ isPassed }) => !isPassed);
  const largest = Math.max(0, ...outcomes.map(({ difference }) => difference));
  const isPassed = failed.length === 0;
  const verdict = isPassed
    ? `It reproduces here: all ${outcomes.length} answers are the same`
    : `It differs here: ${failed.length} of ${outcomes.length} answers are not the same`;
  const told = `${verdict}, computed with ${backend}. Largest difference ${largest.toPrecision(2)}, allowed ${tolerance}.`;
  const line = makeElement('p', { class: isPassed ? 'passed' : 'failed' }, told);
  const names = ['Input', 'Verdict', 'Difference', 'Expected', 'Found here'];
  const all = makeElement(
    'details',
    {},
    makeElement('summary', {}, 'Each answer'),
    showTable(names, rowsOf(outcomes)),
  );
  if (!isPassed) all.setAttribute('open', '');
  return [line, all];
}

function rowsOf(outcomes: readonly GoldenOutcome[]): string[][] {
  return outcomes.map(({ name, expected, found, difference, isPassed }) => [
    name,
    isPassed ? 'passes' : 'differs',
    difference.toFixed(5),
    expected,
    found,
  ]);
}
