import { decodeImage, type LabelledPicture } from '@orangery/runner';
import type { Screen } from '../screen.ts';
import { cutTo, padTo, plainText, widthOf } from './plain-text.ts';
import { drawPicture } from './terminal-picture.ts';

const gap = 2;
const widest = 20;
const leastAcross = 4;

interface Tile {
  readonly lines: readonly string[];
  readonly width: number;
  readonly label: string;
}

/** Pictures in rows as wide as the terminal, the class of each below it. */
export async function pictureGrid(
  pictures: readonly LabelledPicture[],
  { columns, colors }: Screen,
): Promise<string> {
  const tileWidth = Math.max(4, Math.min(widest, Math.floor((columns - 2) / leastAcross) - gap));
  const across = Math.max(1, Math.floor((columns - 2 + gap) / (tileWidth + gap)));
  const tileHeight = Math.ceil(tileWidth / 2);
  const tiles: Tile[] = [];
  for (const { label, bytes } of pictures) {
    const drawn = await draw(bytes, tileWidth, tileHeight, colors);
    tiles.push({ ...drawn, label: cutTo(plainText(label), tileWidth) });
  }
  const rows = Array.from({ length: Math.ceil(tiles.length / across) }, (_, row) =>
    gridRow(tiles.slice(row * across, (row + 1) * across), tileWidth),
  );
  return rows.join('\n\n');
}

async function draw(
  bytes: Uint8Array,
  width: number,
  height: number,
  colors: Screen['colors'],
): Promise<Pick<Tile, 'lines' | 'width'>> {
  try {
    const pixels = await decodeImage(bytes, { longestSide: Math.max(width, 2 * height) });
    return drawPicture(pixels, width, height, colors);
  } catch {
    // a picture that no recipe read may be damaged; the others are still worth a look
    return { lines: [padTo('unreadable', width)], width };
  }
}

function gridRow(tiles: readonly Tile[], tileWidth: number): string {
  const height = Math.max(...tiles.map(({ lines }) => lines.length));
  const lines = Array.from({ length: height }, (_, line) =>
    tiles.map(({ lines: drawn, width }) =>
      centred(drawn[line] ?? '', drawn[line] === undefined ? 0 : width, tileWidth),
    ),
  );
  const labels = tiles.map(({ label }) => centred(label, widthOf(label), tileWidth));
  return [...lines, labels].map((cells) => `  ${cells.join(' '.repeat(gap))}`.trimEnd()).join('\n');
}

function centred(text: string, width: number, tileWidth: number): string {
  const before = Math.floor((tileWidth - width) / 2);
  return ' '.repeat(before) + text + ' '.repeat(tileWidth - width - before);
}
