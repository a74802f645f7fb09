import { deriveSeed, type Random } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { kioskConditions, type KioskConditions } from './seasons.ts';

export interface VisitorTableOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly days: number;
}

const day = 86_400_000;
const year = 365.2425;
const firstDay = Date.UTC(2022, 0, 1);

/**
 * Counts the visitors of a kiosk day by day from the first of January 2022.
 * @returns CSV with the columns `date` and `visitors`; days that were not counted are not there
 */
export function drawVisitorTable({ seed, preset, days }: VisitorTableOptions): string {
  const random = sampleRandom(deriveSeed(seed, preset, 'kiosk'));
  const conditions = kioskConditions[preset];
  const lines = ['date,visitors'];
  let weather = 0;
  for (let index = 0; index < days; index += 1) {
    weather =
      conditions.weatherStays * weather +
      Math.sqrt(1 - conditions.weatherStays ** 2) * random.normal();
    const visitors = countVisitors(index, weather, conditions, random);
    const isCounted = random.uniform() >= conditions.uncounted;
    const date = new Date(firstDay + index * day).toISOString().slice(0, 10);
    if (isCounted) lines.push(`${date},${visitors}`);
  }
  return `${lines.join('\n')}\n`;
}

function countVisitors(
  index: number,
  weather: number,
  conditions: KioskConditions,
  random: Random,
): number {
  const turn = (2 * Math.PI * index) / year;
  // the second wave makes a short high season and a long low one
  const season = -Math.cos(turn - 0.35) + 0.25 * Math.cos(2 * (turn - 0.35));
  const weekday = (new Date(firstDay + index * day).getUTCDay() + 6) % 7;
  const expected =
    conditions.visitors *
    (1 + conditions.growth) ** (index / year) *
    Math.exp(conditions.summer * season + conditions.weather * weather) *
    conditions.week[weekday]!;
  return Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()));
}
