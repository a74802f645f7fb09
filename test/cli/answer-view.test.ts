import { expect, it } from 'vitest';
import { answerView } from '../../cli/src/answer-view.ts';
import { createTerminal } from '../../cli/src/terminal.ts';

const { stdout, stderr } = process;
const terminal = createTerminal({ stdout, stderr, env: { NO_COLOR: '1' } });
const view = (answer: Readonly<Record<string, unknown>>): string =>
  answerView(answer, terminal).replace(/ +$/gm, '');

it('shows a class with the bars of all', () => {
  const probabilities = { oak: 0.75, elm: 0.25 };
  expect(view({ label: 'oak', probability: 0.75, probabilities })).toMatchInlineSnapshot(`
    "oak 75.0 %

    class  probability
    oak         75.0 %  ██████████████████
    elm         25.0 %  ██████"
  `);
});

it('shows of a mask what it is filled with', () => {
  const shares = { table: 0.9, pear: 0.1 };
  const answer = { classes: ['table', 'pear'], width: 4, height: 3, mask: [0, 10, 1, 2], shares };
  expect(view(answer)).toMatchInlineSnapshot(`
    "class  share of 4 × 3 pixels
    table                 90.0 %  ██████████████████████
    pear                  10.0 %  ██

    The mask itself: --json"
  `);
});

it('shows values of other answers a line each', () => {
  expect(view({ value: 4.25678, unit: 'kg' })).toMatchInlineSnapshot(`
    "answer
    value   4.257
    unit    kg"
  `);
});

it('shows of modules asked side by side the answer of each under its name', () => {
  const answer = {
    'find.boxes': [{ label: 'pear', score: 0.5 }],
    'both.mark.label': 'plum',
    'both.size.value': 3,
  };
  expect(view(answer)).toMatchInlineSnapshot(`
    "find
    label  score
    pear     0.5

    both
    mark
    answer
    label   plum

    size
    answer
    value   3"
  `);
});
