import { expect, it } from 'vitest';
import { figure, modelsTable } from '../../cli/src/measures.ts';
import { createTerminal } from '../../cli/src/terminal.ts';

const terminal = createTerminal({
  stdout: process.stdout,
  stderr: process.stderr,
  env: { NO_COLOR: '1' },
});

it.each([
  [0.12345, '0.123'],
  [-0.0001, '0.000'],
  [-12.3456, '-12.346'],
  [3.2257029378740214e39, '3.23e+39'],
  [undefined, ''],
])('shows %s as %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

it('puts the figures of other models below each other', () => {
  const models = [
    { name: 'linear', metrics: { r2: 0.3449, rmse: 3.8642 } },
    { name: 'forest', metrics: { r2: 0.7361, rmse: 3.2e39 } },
  ];
  expect(modelsTable(terminal, 'for comparison', models)).toMatchInlineSnapshot(`
    "for comparison     r2      rmse
    linear          0.345     3.864
    forest          0.736  3.20e+39"
  `);
});
