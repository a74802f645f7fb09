import { stripVTControlCharacters } from 'node:util';
import type { Pixels } from '@orangery/runner';
import { describe, expect, it } from 'vitest';
import { drawPicture } from '../../../cli/src/dataset-page/terminal-picture.ts';

const flag: Pixels = {
  width: 2,
  height: 2,
  channels: 3,
  data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255),
};
const stairs: Pixels = {
  width: 4,
  height: 2,
  channels: 1,
  data: Uint8Array.of(0, 80, 160, 255, 0, 80, 160, 255),
};

describe('drawPicture', () => {
  it('makes two pixels of a cell, in 24-bit colours', () => {
    const { lines, width } = drawPicture(flag, 2, 1, '24-bit');
    expect(width).toBe(2);
    expect(lines).toEqual([
      '\x1b[38;2;255;0;0m\x1b[48;2;0;0;255m▀\x1b[38;2;0;255;0m\x1b[48;2;255;255;255m▀\x1b[0m',
    ]);
  });

  it('takes the nearest of 256 colours where there are no more', () => {
    const { lines } = drawPicture(flag, 2, 1, '256');
    expect(lines).toEqual(['\x1b[38;5;196m\x1b[48;5;21m▀\x1b[38;5;46m\x1b[48;5;255m▀\x1b[0m']);
  });

  it('draws by characters from dark to light without colours', () => {
    expect(drawPicture(stairs, 4, 1, 'none').lines).toEqual([' -*@']);
  });

  it.each([
    ['enlarges a small picture', 8, 4, 8, 4],
    ['keeps its shape in a wide frame', 40, 2, 4, 2],
    ['keeps its shape in a high frame', 4, 40, 4, 2],
  ])('%s', (_, width, height, expectedWidth, expectedLines) => {
    const { lines, width: drawn } = drawPicture(flag, width, height, '24-bit');
    expect([drawn, lines.length]).toEqual([expectedWidth, expectedLines]);
    for (const line of lines)
      expect(stripVTControlCharacters(line)).toBe('▀'.repeat(expectedWidth));
  });

  it('leaves the lower half of the last line to the terminal where the rows are odd', () => {
    const column: Pixels = { width: 1, height: 3, channels: 1, data: Uint8Array.of(1, 2, 3) };
    const { lines } = drawPicture(column, 1, 2, '24-bit');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('\x1b[38;2;3;3;3m\x1b[49m▀\x1b[0m');
  });
});
