import sharp from 'sharp';
import { decodeImage } from '../decode-image.ts';

export interface LabelledPicture {
  readonly label: string;
  readonly bytes: Uint8Array;
}

const tile = 128;
const gap = 12;
const captionHeight = 22;
const longestCaption = 18;
const paper = '#ffffff';
const ink = '#222222';

/**
 * Pictures side by side with their classes below, as one PNG. Pictures smaller than a tile are
 * enlarged without smoothing, so that their pixels are seen.
 */
export async function drawContactSheet(pictures: readonly LabelledPicture[]): Promise<Uint8Array> {
  const across = Math.max(1, Math.ceil(Math.sqrt(pictures.length * 1.25)));
  const down = Math.max(1, Math.ceil(pictures.length / across));
  const width = gap + across * (tile + gap);
  const height = gap + down * (tile + captionHeight + gap);
  const place = (index: number): { left: number; top: number } => ({
    left: gap + (index % across) * (tile + gap),
    top: gap + Math.floor(index / across) * (tile + captionHeight + gap),
  });
  const tiles = await Promise.all(pictures.map(({ bytes }) => drawTile(bytes)));
  const captions = pictures.map(({ label }, index) => caption(label, place(index)));
  const lettering = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13" text-anchor="middle" fill="${ink}">${captions.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: paper } })
    .composite([
      ...tiles.map((input, index) => ({ input, ...place(index) })),
      { input: Buffer.from(lettering), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
}

async function drawTile(bytes: Uint8Array): Promise<Buffer> {
  const { data, width, height, channels } = await decodeImage(bytes, { longestSide: tile });
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .resize({ width: tile, height: tile, fit: 'contain', kernel: 'nearest', background: paper })
    .png()
    .toBuffer();
}

/** Class names are another's text: cut, without control characters, escaped for XML. */
function caption(label: string, { left, top }: { left: number; top: number }): string {
  const characters = [...label.replace(/\p{C}/gu, '')];
  const isLong = characters.length > longestCaption;
  const cut = isLong ? `${characters.slice(0, longestCaption - 1).join('')}…` : characters.join('');
  const text = cut.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
  return `<text x="${left + tile / 2}" y="${top + tile + 16}">${text}</text>`;
}
