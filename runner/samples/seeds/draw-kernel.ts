import type { Random } from '../../src/random.ts';
import type { SeedSurvey } from './seed-survey.ts';
import { colours, type Colour, type Spread, type Variety } from './varieties.ts';

/** One measured kernel; null is a value that was not taken. */
export interface Kernel {
  readonly areaMm2: number;
  readonly perimeterMm: number;
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly grooveLengthMm: number | null;
  /** Percent. */
  readonly asymmetry: number | null;
  readonly colour: Colour | null;
}

/** Grows a kernel of a variety and measures it as a survey does. */
export function drawKernel(variety: Variety, survey: SeedSurvey, random: Random): Kernel {
  const [length, width] = growSides(variety, survey, random);
  const groove = length * draw(variety.groove, random);
  const asymmetry = draw(variety.asymmetry, random) ** 2;
  const colour = observeColour(variety, survey, random);
  const read = (value: number): number => value + survey.lengthErrorMm * random.normal();
  const estimate = (value: number, error: number): number => value * (1 + error * random.normal());
  const keep = <Value>(value: Value): Value | null =>
    random.uniform() < survey.missingShare ? null : value;
  return {
    areaMm2: estimate(kernelArea(length, width), survey.areaError),
    perimeterMm: estimate(kernelPerimeter(length, width), survey.perimeterError),
    lengthMm: read(length),
    widthMm: read(width),
    grooveLengthMm: keep(read(groove)),
    asymmetry: keep(asymmetry),
    colour: keep(colour),
  };
}

/** Correlated normals: the second is partly the first's deviate. */
function growSides(variety: Variety, survey: SeedSurvey, random: Random): [number, number] {
  const first = random.normal();
  const { growth } = variety;
  const second = growth * first + Math.sqrt(1 - growth ** 2) * random.normal();
  return [
    survey.lengthFactor * (variety.length.mean + variety.length.deviation * first),
    survey.widthFactor * (variety.width.mean + variety.width.deviation * second),
  ];
}

/** A kernel fills a little more of its box than an ellipse does. */
function kernelArea(length: number, width: number): number {
  return 1.03 * (Math.PI / 4) * length * width;
}

/** Circumference of an ellipse (Ramanujan 1914). */
function kernelPerimeter(length: number, width: number): number {
  const [a, b] = [length / 2, width / 2];
  return Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b)));
}

function observeColour(variety: Variety, survey: SeedSurvey, random: Random): Colour {
  const colour = pickColour(variety.colourShares, random.uniform());
  if (random.uniform() >= survey.wrongColourShare) return colour;
  const others = colours.filter((other) => other !== colour);
  return others[random.integer(others.length)]!;
}

function pickColour(shares: Readonly<Record<Colour, number>>, point: number): Colour {
  let sum = 0;
  return colours.find((colour) => point < (sum += shares[colour])) ?? colours.at(-1)!;
}

function draw({ mean, deviation }: Spread, random: Random): number {
  return mean + deviation * random.normal();
}
