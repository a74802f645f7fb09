import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { maskLabels } from '../../../runner/samples/fruits/pack-fruits.ts';
import { drawContactSheet } from '../../../runner/src/dataset/describe/contact-sheet.ts';
import { meanOverlap } from '../../../runner/src/metrics/segmentation.ts';
import { enlargeClasses } from '../../../runner/src/recipes/image-segmentation/enlarge-classes.ts';
import { imageSegmentation } from '../../../runner/src/recipes/image-segmentation/index.ts';
import {
  segment,
  type SegmentationModel,
} from '../../../runner/src/recipes/image-segmentation/model.ts';
import type {
  SegmentationData,
  SegmentationExample,
} from '../../../runner/src/recipes/image-segmentation/read-segmentation.ts';
import { letterbox } from '../../../runner/src/recipes/pictures/letterbox.ts';
import { measureOnFruit } from './measure-on-fruit.ts';

/** Mean overlap of segmentation on generated fruit, and the pictures it does worst on. */

const gallery = new URL('../results/segmentation-failures.png', import.meta.url);
const shown = 20;
/** Of table, orange, lemon, pear and plum. */
const colours = [
  [40, 40, 40],
  [255, 140, 0],
  [255, 235, 60],
  [120, 200, 60],
  [160, 60, 200],
] as const;

await measureOnFruit({ recipe: imageSegmentation, labels: maskLabels, showFailures });

async function showFailures(
  model: SegmentationModel,
  { examples }: SegmentationData,
): Promise<void> {
  const { side, channels, classes } = model.preprocessing;
  const pictures = examples.map(({ pixels }) => letterbox(pixels, side, channels));
  const judged: { example: SegmentationExample; found: Uint8Array; overlap: number }[] = [];
  for await (const probabilities of segment(model, pictures)) {
    const example = examples[judged.length]!;
    const found = enlargeClasses(probabilities, { side, classes: classes.length }, example.pixels);
    const overlap = meanOverlap(classes.length, [{ truth: example.mask, found }]);
    judged.push({ example, found, overlap });
  }
  const worst = judged.sort((a, b) => a.overlap - b.overlap).slice(0, shown);
  const tiles = await Promise.all(
    worst.map(async ({ example, found, overlap }) => ({
      label: `IoU ${overlap.toFixed(2)}`,
      bytes: await drawMasks(example, found),
    })),
  );
  // a palette is enough to see by, and a third of the size
  const sheet = sharp(await drawContactSheet(tiles)).png({ palette: true, colours: 96 });
  await writeFile(gallery, await sheet.toBuffer());
}

/** The picture, below it what is there and what was found. */
async function drawMasks(
  { pixels, mask }: SegmentationExample,
  found: Uint8Array,
): Promise<Buffer> {
  const { width, height, channels, data } = pixels;
  const raw = { width, height, channels: 3 } as const;
  const picture = await sharp(data, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const painted = [mask, found].map(async (labels) =>
    sharp(Uint8Array.from([...labels].flatMap((label) => [...colours[label]!])), { raw })
      .png()
      .toBuffer(),
  );
  const [truth, answer] = await Promise.all(painted);
  return sharp({
    create: { width: 2 * width, height: 2 * height, channels: 3, background: 'white' },
  })
    .composite([
      { input: picture, left: Math.floor(width / 2), top: 0 },
      { input: truth!, left: 0, top: height },
      { input: answer!, left: width, top: height },
    ])
    .png()
    .toBuffer();
}
