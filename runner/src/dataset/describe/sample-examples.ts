import { countClasses } from '../../recipes/labels.ts';
import { createRandom, deriveSeed } from '../../random.ts';

/**
 * Draws examples over all classes in turn, so that rare ones are seen too; the same seed draws the
 * same. Where there are no classes, over all alike.
 * @param labels class of each example
 * @returns indices, class by class
 */
export function sampleExamples(
  labels: readonly string[],
  count: number,
  seed: number,
): readonly number[] {
  const random = createRandom(deriveSeed(seed, 'examples'));
  const members = new Map<string, number[]>();
  for (const [index, label] of labels.entries()) {
    const known = members.get(label);
    if (known === undefined) members.set(label, [index]);
    else known.push(index);
  }
  const names = countClasses(labels).map(({ name }) => name);
  // of more classes than examples, which are shown is left to chance as well
  const chosen = names.length > count ? random.shuffle(names).slice(0, count) : names;
  const shuffled = chosen.map((name) => random.shuffle(members.get(name)!));
  const drawn: number[] = [];
  for (let round = 0; drawn.length < Math.min(count, labels.length); round += 1) {
    const left = shuffled.flatMap((indices) => indices[round] ?? []);
    if (left.length === 0) break;
    drawn.push(...left.slice(0, count - drawn.length));
  }
  const rank = new Map(names.map((name, index) => [name, index]));
  return drawn.sort((a, b) => rank.get(labels[a]!)! - rank.get(labels[b]!)! || a - b);
}
