import { drawPicture, encodePng, type DrawnPicture } from './draw-picture.ts';
import type { ExampleFile, RecipeExample } from './recipe-example.ts';
import { upTo, wave } from './text-examples.ts';

const side = 32;

interface Fruit {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly kind: 'lemon' | 'orange';
}

/** A folder a class. */
export function pictureClasses(): RecipeExample {
  const files = (['lemon', 'orange'] as const).flatMap((kind) =>
    upTo(6).map((index) =>
      pictureFile(`${kind}s/${kind}-${index + 1}.png`, drawn([fruit(index, kind)])),
    ),
  );
  return { about: 'Twelve drawn fruits in two folders; the folder’s name is the class.', files };
}

/** YOLO's two folders: class, middle, width and height, each a share of the picture. */
export function picturesWithBoxes(): RecipeExample {
  const tables = upTo(10).map(table);
  const share = (pixels: number): string => (pixels / side).toFixed(4);
  return {
    about: 'Ten pictures with YOLO’s labels: class, middle, width and height of a box a line.',
    files: [
      ...tables.map((fruits, index) => pictureFile(`images/table-${index + 1}.png`, drawn(fruits))),
      ...tables.map((fruits, index) => {
        const lines = fruits.map(({ x, y, radius, kind }) =>
          [kind === 'lemon' ? 0 : 1, share(x), share(y), share(2 * radius), share(2 * radius)].join(
            ' ',
          ),
        );
        return textFile(`labels/table-${index + 1}.txt`, `${lines.join('\n')}\n`);
      }),
      textFile('classes.txt', 'lemon\norange\n'),
    ],
  };
}

/** A mask a picture: 0 is the table, 1 lemon, 2 orange. */
export function picturesWithMasks(): RecipeExample {
  const tables = upTo(10).map(table);
  return {
    about: 'Ten pictures, and ten masks of the same names: 0 is the table, 1 lemon, 2 orange.',
    files: [
      ...tables.map((fruits, index) => pictureFile(`images/table-${index + 1}.png`, drawn(fruits))),
      ...tables.map((fruits, index) => pictureFile(`masks/table-${index + 1}.png`, mask(fruits))),
    ],
  };
}

/** Two fruits that do not touch. */
function table(index: number): readonly Fruit[] {
  return [
    { ...fruit(index, 'lemon'), x: 8 + wave(index, 2) },
    { ...fruit(index, 'orange'), x: 23 + wave(index, 3) },
  ];
}

function fruit(index: number, kind: Fruit['kind']): Fruit {
  const by = wave(index, kind.length);
  return {
    kind,
    x: side / 2 + wave(index, 9),
    y: side / 2 - 3 * by + index / 4,
    radius: (kind === 'lemon' ? 5 : 6) + by,
  };
}

function drawn(fruits: readonly Fruit[]): DrawnPicture {
  return drawPicture(side, (x, y) => {
    const kind = fruits.find((one) => isInside(one, x, y))?.kind;
    const light = (x + y) / 2;
    if (kind === 'lemon') return [230, 205 - light, 70];
    if (kind === 'orange') return [235 - light, 125, 30];
    return [205, 196 + light / 2, 178];
  });
}

function mask(fruits: readonly Fruit[]): DrawnPicture {
  return drawPicture(side, (x, y) => {
    const kind = fruits.find((one) => isInside(one, x, y))?.kind;
    return [kind === undefined ? 0 : kind === 'lemon' ? 1 : 2];
  });
}

/** Lemons are longer than wide. */
function isInside({ x, y, radius, kind }: Fruit, atX: number, atY: number): boolean {
  const tall = kind === 'lemon' ? 0.75 : 1;
  return (atX - x) ** 2 + ((atY - y) / tall) ** 2 <= radius ** 2;
}

function pictureFile(path: string, picture: DrawnPicture): ExampleFile {
  return { path, picture, bytes: encodePng(picture) };
}

function textFile(path: string, content: string): ExampleFile {
  return { path, bytes: new TextEncoder().encode(content) };
}
