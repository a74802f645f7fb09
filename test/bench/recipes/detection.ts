import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { boxLabels } from '../../../runner/samples/fruits/pack-fruits.ts';
import { drawContactSheet } from '../../../runner/src/dataset/describe/contact-sheet.ts';
import { measureDetection, type ScoredBox } from '../../../runner/src/metrics/detection.ts';
import { comparable } from '../../../runner/src/recipes/object-detection/compare-boxes.ts';
import { objectDetection } from '../../../runner/src/recipes/object-detection/index.ts';
import {
  detect,
  toShares,
  type DetectionModel,
} from '../../../runner/src/recipes/object-detection/model.ts';
import type {
  DetectionData,
  DetectionExample,
  NamedBox,
} from '../../../runner/src/recipes/object-detection/read-detection.ts';
import { letterbox } from '../../../runner/src/recipes/pictures/letterbox.ts';
import { measureOnFruit } from './measure-on-fruit.ts';

/** Average precision of object detection on generated fruit, and the pictures it does worst on. */

const gallery = new URL('../results/detection-failures.png', import.meta.url);
const shown = 20;
const zoom = 3;

await measureOnFruit({ recipe: objectDetection, labels: boxLabels, showFailures });

async function showFailures(model: DetectionModel, { examples }: DetectionData): Promise<void> {
  const { side, channels, classes, threshold } = model.preprocessing;
  const pictures = examples.map(({ pixels }) => letterbox(pixels, side, channels));
  const found = await detect(model, pictures);
  const judged = examples.map((example, index) => {
    const boxes = toShares(found[index]!, example.pixels, side).filter(
      ({ score }) => score >= threshold,
    );
    const truth = comparable(example.boxes, classes);
    const { f1 } = measureDetection(classes, [{ truth, found: boxes }]).metrics;
    return { example, boxes, f1: truth.length === 0 && boxes.length === 0 ? 1 : f1! };
  });
  const worst = judged.sort((a, b) => a.f1 - b.f1).slice(0, shown);
  const tiles = await Promise.all(
    worst.map(async ({ example, boxes, f1 }) => ({
      label: `F1 ${f1.toFixed(2)}`,
      bytes: await drawBoxes(example, boxes, classes),
    })),
  );
  // a palette is enough to see by, and a third of the size
  const sheet = sharp(await drawContactSheet(tiles)).png({ palette: true, colours: 96 });
  await writeFile(gallery, await sheet.toBuffer());
}

/** What is there in white, what was found in red with its name. */
async function drawBoxes(
  { pixels: { width, height, channels, data }, boxes }: DetectionExample,
  found: readonly ScoredBox[],
  classes: readonly string[],
): Promise<Buffer> {
  const rectangle = ({ x, y, width: w, height: h }: NamedBox | ScoredBox, colour: string): string =>
    `<rect x="${x * width * zoom}" y="${y * height * zoom}" width="${w * width * zoom}" height="${h * height * zoom}" fill="none" stroke="${colour}" stroke-width="4"/>`;
  const names = found.map(
    ({ x, y, label }) =>
      `<text x="${x * width * zoom}" y="${y * height * zoom + 26}" font-size="28" fill="red" stroke="white" stroke-width="0.6">${classes[label]}</text>`,
  );
  const shapes = [
    ...boxes.map((box) => rectangle(box, 'white')),
    ...found.map((box) => rectangle(box, 'red')),
    ...names,
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * zoom}" height="${height * zoom}" font-family="sans-serif">${shapes.join('')}</svg>`;
  const large = await sharp(data, { raw: { width, height, channels } })
    .resize(width * zoom, height * zoom, { kernel: 'nearest' })
    .png()
    .toBuffer();
  return sharp(large)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}
