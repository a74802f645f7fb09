import sharp from 'sharp';
import { melPower } from '../../../runner/src/audio/mel-power.ts';
import type { Recording } from '../../../runner/src/audio/recording.ts';

/** A recording that was taken for something else. */
export interface Wrong {
  readonly truth: string;
  readonly answer: string;
  readonly probability: number;
  readonly samples: Float32Array;
}

/** Up to 24 spectrograms, time to the right and pitch upwards, with what they are and were taken for. */
export async function soundSheet(failures: readonly Wrong[], sampleRate: number): Promise<Buffer> {
  const [width, height, columns] = [190, 130, 6];
  const shown = failures.toSorted((a, b) => b.probability - a.probability).slice(0, 24);
  const rows = Math.ceil(shown.length / columns);
  const pictures = await Promise.all(
    shown.map(async ({ samples, truth, answer, probability }, index) => ({
      input: await tile(
        { samples, sampleRate },
        `${truth} → ${answer} ${probability.toFixed(2)}`,
        width,
        height,
      ),
      left: (index % columns) * width,
      top: Math.floor(index / columns) * height,
    })),
  );
  return sharp({
    create: { width: width * columns, height: height * rows, channels: 3, background: '#fff' },
  })
    .composite(pictures)
    .png({ palette: true, colours: 16 })
    .toBuffer();
}

async function tile(
  recording: Recording,
  title: string,
  width: number,
  height: number,
): Promise<Buffer> {
  const mels = 64;
  const { frames, values } = melPower(recording, { windowMs: 32, hopMs: 8, mels });
  const loudest = values.reduce((most, value) => Math.max(most, value), 1e-12);
  const grey = Buffer.alloc(frames * mels);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let mel = 0; mel < mels; mel += 1) {
      const decibels = 10 * Math.log10(Math.max(1e-6, values[frame * mels + mel]! / loudest));
      grey[(mels - 1 - mel) * frames + frame] = Math.round(255 * (-decibels / 60));
    }
  }
  const picture = await sharp(grey, { raw: { width: frames, height: mels, channels: 1 } })
    .resize(width - 8, height - 24, { fit: 'fill' })
    .png()
    .toBuffer();
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="18"><text x="4" y="13" font-size="11" font-family="sans-serif">${title}</text></svg>`;
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite([
      { input: picture, left: 4, top: 20 },
      { input: Buffer.from(text), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
}
