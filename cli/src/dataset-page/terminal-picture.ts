import type { Pixels } from '@orangery/runner';
import type { Screen } from '../screen.ts';

type Color = readonly [red: number, green: number, blue: number];

/** Characters from dark to light, for terminals without colours. */
const ramp = ' .:-=+*#%@';

/**
 * Draws a picture into at most `width` cells a line and `height` lines. A cell is two pixels: the
 * upper half block in the upper one's colour on the lower one's. Without colours a cell is a
 * character as light as both.
 * @returns lines of equal width
 */
export function drawPicture(
  pixels: Pixels,
  width: number,
  height: number,
  colors: Screen['colors'],
): { readonly lines: readonly string[]; readonly width: number } {
  const scale = Math.min(width / pixels.width, (2 * height) / pixels.height);
  const across = Math.max(1, Math.round(pixels.width * scale));
  const down = Math.max(1, Math.round(pixels.height * scale));
  const colorAt = (x: number, y: number): Color => {
    const column = Math.min(pixels.width - 1, Math.floor(((x + 0.5) * pixels.width) / across));
    const row = Math.min(pixels.height - 1, Math.floor(((y + 0.5) * pixels.height) / down));
    return colorOf(pixels, column, row);
  };
  const lines = Array.from({ length: Math.ceil(down / 2) }, (_, line) => {
    const cells = Array.from({ length: across }, (_cell, x) => {
      const lower = 2 * line + 1 < down ? colorAt(x, 2 * line + 1) : undefined;
      return cell(colorAt(x, 2 * line), lower, colors);
    });
    return colors === 'none' ? cells.join('') : `${cells.join('')}\x1b[0m`;
  });
  return { lines, width: across };
}

function colorOf({ data, width, channels }: Pixels, x: number, y: number): Color {
  const start = (y * width + x) * channels;
  if (channels === 1) return [data[start]!, data[start]!, data[start]!];
  return [data[start]!, data[start + 1]!, data[start + 2]!];
}

function cell(upper: Color, lower: Color | undefined, colors: Screen['colors']): string {
  if (colors === 'none') {
    const light = (lightness(upper) + lightness(lower ?? upper)) / 2;
    return ramp[Math.min(ramp.length - 1, Math.floor((light / 256) * ramp.length))]!;
  }
  const behind = lower === undefined ? '\x1b[49m' : paint(48, lower, colors);
  return `${paint(38, upper, colors)}${behind}▀`;
}

/** Rec. 601 luma. */
function lightness([red, green, blue]: Color): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A colour as SGR parameters, 38 before or 48 behind. */
function paint(layer: 38 | 48, color: Color, colors: '256' | '24-bit'): string {
  const value = colors === '24-bit' ? `2;${color.join(';')}` : `5;${nearestOf256(color)}`;
  return `\x1b[${layer};${value}m`;
}

/** In xterm's palette: 24 greys, and a cube with the levels 0, 95, 135, 175, 215, 255. */
function nearestOf256(color: Color): number {
  const isGrey = Math.max(...color) - Math.min(...color) < 16;
  if (isGrey) return 232 + Math.min(23, Math.max(0, Math.round((lightness(color) - 8) / 10)));
  const level = (value: number): number =>
    value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40);
  const [red, green, blue] = color;
  return 16 + 36 * level(red) + 6 * level(green) + level(blue);
}
