import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawContactSheet } from '../../../../runner/src/dataset/describe/contact-sheet.ts';

async function plain(background: string, channels: 'rgb' | 'grey' = 'rgb'): Promise<Uint8Array> {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background } });
  return (channels === 'grey' ? image.toColourspace('b-w') : image).png().toBuffer();
}

describe('drawContactSheet', () => {
  it('draws pictures of all kinds side by side as a PNG', async () => {
    const pictures = [
      { label: 'red', bytes: await plain('#f00') },
      { label: 'grey', bytes: await plain('#777', 'grey') },
      { label: 'blue', bytes: await plain('#00f') },
    ];
    const sheet = sharp(await drawContactSheet(pictures));
    const { format, width, height } = await sheet.metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 292, height: 336 });
    const { data, info } = await sheet.raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) =>
      [...data.subarray((y * info.width + x) * info.channels)].slice(0, 3);
    expect([at(70, 70), at(210, 70), at(70, 230)]).toEqual([
      [255, 0, 0],
      [119, 119, 119],
      [0, 0, 255],
    ]);
  });

  it('takes class names that would end the drawing for text', async () => {
    const label = '</text></svg>&\u0000<image href="file:///etc/passwd"/>';
    const sheet = await drawContactSheet([{ label, bytes: await plain('#0f0') }]);
    expect((await sharp(sheet).metadata()).format).toBe('png');
  });
});
