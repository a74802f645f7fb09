import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import { describeReplay } from '../../../cli/src/train/training-result.ts';

const terminal = { colors: createColors(false) };
const from = (letter: string, backend: 'wasm' | 'tensorflow') => ({
  run: 'run-20261121-141952-38c393ba',
  artifact: { sha256: letter.repeat(64) },
  environment: { backend },
});

it.each([
  [
    'the same weights',
    from('a', 'wasm'),
    from('a', 'wasm'),
    '✓ The same weights as in run-20261121-141952-38c393ba',
  ],
  [
    'other weights',
    from('b', 'wasm'),
    from('a', 'wasm'),
    '! Other weights than in run-20261121-141952-38c393ba: bbbbbbbbbbbb, not aaaaaaaaaaaa',
  ],
  [
    'other weights of another backend',
    from('b', 'wasm'),
    from('a', 'tensorflow'),
    '! Other weights than in run-20261121-141952-38c393ba: bbbbbbbbbbbb, not aaaaaaaaaaaa, on wasm instead of tensorflow',
  ],
])('says of a replay that it gave %s', (_, receipt, replayed, said) => {
  expect(describeReplay(terminal, receipt, replayed)).toBe(said);
});
