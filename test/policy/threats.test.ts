import { describe, expect, it } from 'vitest';
import { readTracked } from './sources.ts';

const [readme] = readTracked((path) => path === 'runner/README.md');
const [, section = ''] = readme!.text.split('## Threats');
const [prevented = '', missing = ''] = section.split('Not prevented yet:');

/** Cells of a table's rows, below its head. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const tests = readTracked((path) => path.startsWith('test/') && path.endsWith('.test.ts'));

describe('the table of threats', () => {
  it('has rows, of what is prevented and of what is not yet', () => {
    expect(rowsOf(prevented).length).toBeGreaterThan(20);
    expect(rowsOf(missing).length).toBeGreaterThan(0);
  });

  it.each(rowsOf(prevented))('%s: %s: %s', (_, prevents, link, words) => {
    expect(prevents).not.toBe('');
    const [, path] = /\(\.\.\/(test\/[^)]+)\)$/.exec(link!) ?? [];
    const found = tests.find((test) => test.path === path);
    expect(found, link).toBeDefined();
    expect(words!.length).toBeGreaterThan(6);
    expect(found!.text).toContain(words);
  });
});
