import type { Random } from '../../src/random.ts';
import { fillPhrase, pick, type Phrases } from '../fill-phrase.ts';
import type { PresetName } from '../sample-options.ts';
import { commonPhrases, departments, type Department } from './departments.ts';

/** How people write. */
interface Habit {
  /** Share of letters that mention what another office looks after. */
  readonly asides: number;
  /** Share of letters that say what they want instead of naming the thing. */
  readonly vague: number;
  /** Share of words with two letters exchanged. */
  readonly slips: number;
  readonly openings: readonly string[];
}

const habits: Readonly<Record<PresetName, Habit>> = {
  standard: {
    asides: 0.5,
    vague: 0.15,
    slips: 0.02,
    openings: ['The {thing} {place} {trouble} {time}', '{time}, the {thing} {place} {trouble}'],
  },
  other: {
    asides: 0.8,
    vague: 0.3,
    slips: 0.08,
    openings: [
      'Why is it that the {thing} {trouble}?',
      '{teller} told me that the {thing} {trouble}',
    ],
  },
};

const asides = [
  'I saw it on my way to the {otherThing}',
  'It is right next to the {otherThing}',
  'The {otherThing} is in order, but not this',
  'Last year it was the {otherThing}, now this',
];

/** A letter to an office: what is wrong, often something beside the point, and a wish. */
export function writeLetter(department: Department, preset: PresetName, random: Random): string {
  const habit = habits[preset];
  const phrases: Phrases = {
    ...commonPhrases,
    thing: random.uniform() < habit.vague ? ['thing I told you about'] : department.things,
    trouble: department.troubles,
    wish: department.wishes,
    otherThing: otherThan(department, random).things,
  };
  const sentences = [
    pick(habit.openings, random),
    ...(random.uniform() < habit.asides ? [pick(asides, random)] : []),
    ...(random.uniform() < 0.5 ? ['{who} nearly fell because of it', '{feeling}'] : ['{feeling}']),
    ...(random.uniform() < 0.6 ? ['Please {wish}'] : []),
  ];
  const middle = random.shuffle(sentences).map((sentence) => {
    const filled = fillPhrase(sentence, phrases, random);
    return filled.charAt(0).toUpperCase() + filled.slice(1);
  });
  const [greeting, closing] = ['{greeting}', '{closing}'].map((phrase) =>
    fillPhrase(phrase, phrases, random),
  );
  const letter = `${greeting}, ${middle.join('. ')}. ${closing}.`.replaceAll('?.', '?');
  return letter
    .split(' ')
    .map((word) => slip(word, habit.slips, random))
    .join(' ');
}

function otherThan(department: Department, random: Random): Department {
  return pick(
    departments.filter(({ name }) => name !== department.name),
    random,
  );
}

/** Now and then two letters inside a word change places. */
function slip(word: string, share: number, random: Random): string {
  if (word.length < 5 || random.uniform() >= share) return word;
  const at = 1 + random.integer(word.length - 3);
  return `${word.slice(0, at)}${word[at + 1]!}${word[at]!}${word.slice(at + 2)}`;
}
