import type { FeatureOptions } from './knobs.ts';

/** What a word looks like, for every place that looks at it. */
interface Look {
  readonly lower: string;
  readonly shape: string;
  readonly ending: string;
}

const outside: Look = { lower: '<>', shape: '<>', ending: '<>' };

/** The feature that is a word itself: what no training sentence had is unknown. */
export function wordFeature(token: string): string {
  return `w=${lowerOf(token)}`;
}

/**
 * Features of each token of a sentence by name: the word, its beginnings and endings, its shape, and
 * its neighbours (after Ratnaparkhi 1996 and Toutanova et al. 2003).
 */
export function featuresOf(tokens: readonly string[], options: FeatureOptions): string[][] {
  const looks = tokens.map(lookOf);
  return tokens.map((token, place) => [
    'bias',
    ...(place === 0 ? [`first=${looks[0]!.shape}`] : []),
    ...featuresOfWord(token, looks[place]!, options),
    ...featuresOfNeighbours(looks, place, options),
  ]);
}

function featuresOfWord(
  token: string,
  { lower, shape }: Look,
  { suffixes, prefixes }: FeatureOptions,
): string[] {
  const features = [`w=${lower}`, `x=${shape}`, ...flagsOf(token)];
  const characters = [...lower];
  for (let length = 1; length <= Math.min(suffixes, characters.length); length += 1) {
    features.push(`s=${characters.slice(-length).join('')}`);
  }
  for (let length = 1; length <= Math.min(prefixes, characters.length); length += 1) {
    features.push(`p=${characters.slice(0, length).join('')}`);
  }
  return features;
}

function featuresOfNeighbours(
  looks: readonly Look[],
  place: number,
  { window }: FeatureOptions,
): string[] {
  const { lower } = looks[place]!;
  const at = (other: number): Look => looks[other] ?? outside;
  const [before, after] = [at(place - 1), at(place + 1)];
  const features = [
    ...[`-s=${before.ending}`, `+s=${after.ending}`, `-x=${before.shape}`, `+x=${after.shape}`],
    ...[`-w=${before.lower} ${lower}`, `+w=${lower} ${after.lower}`],
    `a=${before.lower} ${after.lower}`,
  ];
  for (let distance = 1; distance <= window; distance += 1) {
    features.push(`-${distance}=${at(place - distance).lower}`);
    features.push(`+${distance}=${at(place + distance).lower}`);
  }
  return features;
}

function lookOf(token: string): Look {
  const lower = lowerOf(token);
  return { lower, shape: shapeOf(token), ending: [...lower].slice(-3).join('') };
}

/** Numbers differ, what they mean does not. */
function lowerOf(token: string): string {
  return token.toLowerCase().replace(/\p{Nd}/gu, '0');
}

/** `Xx-0`: kinds of characters, runs of one kind as one. */
function shapeOf(token: string): string {
  return token
    .slice(0, 100)
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}/gu, 'x')
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === 'X' || letter === 'x' ? letter : 'l'))
    .replace(/\p{Nd}/gu, '0')
    .replace(/(.)\1+/gu, '$1');
}

function flagsOf(token: string): string[] {
  return [
    ...(/\p{Nd}/u.test(token) ? ['has=digit'] : []),
    ...(token.includes('-') ? ['has=hyphen'] : []),
    ...(/^\p{Lu}/u.test(token) ? ['has=capital'] : []),
    ...(/^[^\p{L}\p{M}\p{N}]+$/u.test(token) ? ['has=marks'] : []),
  ];
}
