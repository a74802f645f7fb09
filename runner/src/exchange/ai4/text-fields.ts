import { show } from '@orangery/schemas';
import { knownLicense } from '../../dataset/known-license.ts';
import { field, isText, type Field, type Say } from './field.ts';
import { toCard } from './card.ts';

/** Longest title and summary of a module, in characters. */
const longest = { title: 80, summary: 200 } as const;

export const titleField = field<string>({
  path: ['title'],
  read: (value, say, pointer) => readLine(value, say, { pointer, least: 2, most: longest.title }),
  own: ({ frontMatter }) => frontMatter.title,
  set: ({ frontMatter }, title) => void (frontMatter.title = title),
  write: ({ module }) => module.frontMatter.title,
  fits: isText,
});

export const summaryField = field<string>({
  path: ['summary'],
  read: (value, say, pointer) =>
    readLine(value, say, { pointer, least: 10, most: longest.summary }),
  own: ({ frontMatter }) => frontMatter.summary,
  set: ({ frontMatter }, summary) => void (frontMatter.summary = summary),
  write: ({ module }) => module.frontMatter.summary,
  fits: isText,
});

export const descriptionField = field<string>({
  path: ['description'],
  read: readDescription,
  // where a file has no description, the summary is the card
  own: ({ card, frontMatter }) => (card === frontMatter.summary ? undefined : card),
  set: (draft, card) => void (draft.card = card),
  write: ({ module }) => module.card.trim() || module.frontMatter.summary,
  fits: isText,
  isWhole: (value, written) => isText(value) && trimmed(value) === written,
});

export const licenseField = field<string>({
  path: ['license'],
  read: readLicense,
  own: ({ frontMatter: { license } }) => (license === 'NOASSERTION' ? undefined : license),
  set: ({ frontMatter }, license) => void (frontMatter.license = license),
  write: ({ module: { frontMatter } }) =>
    frontMatter.license === 'NOASSERTION' ? undefined : frontMatter.license,
  fits: isText,
});

export const textFields: readonly Field[] = [titleField, summaryField, descriptionField];

interface Line {
  readonly pointer: string;
  readonly least: number;
  readonly most: number;
}

/** One line of a length that a module takes; made so where it is not, and said. */
function readLine(value: unknown, say: Say, { pointer, least, most }: Line): string | undefined {
  if (!isText(value)) {
    const hint = typeof value === 'number' ? { hint: `Quote it: "${value}".` } : {};
    say.refuse({ pointer, expected: 'text', found: show(value), ...hint });
    return undefined;
  }
  const line = value.replaceAll(/\s+/g, ' ').trim();
  const length = [...line].length;
  if (line === '') {
    say.refuse({ pointer, expected: 'text', found: value === '' ? 'an empty text' : 'blanks' });
    return undefined;
  }
  if (length < least) {
    say.warn({
      pointer,
      expected: `at least ${least} characters`,
      found: `${length}`,
      hint: `It begins with "${filler.trim()}" now.`,
    });
    return `${filler}${line}`;
  }
  if (length <= most) return line;
  say.warn({
    pointer,
    expected: `at most ${most} characters`,
    found: `${length}`,
    hint: 'It is shortened; the whole is kept under foreign.ai4.',
  });
  return shortened(line, most);
}

const filler = 'AI4OS module: ';

/** Ends after a whole word where one ends near, with … as its last character. */
function shortened(line: string, most: number): string {
  const cut = [...line].slice(0, most - 1).join('');
  const words = cut.replace(/\s+\S*$/, '');
  const kept = words.length >= cut.length - 20 ? words : cut;
  return `${kept.replace(/[\s.,;:!?–-]+$/, '')}…`;
}

function readDescription(value: unknown, say: Say, pointer: string): string | undefined {
  const lines = Array.isArray(value) && value.every(isText) ? value.join('\n') : value;
  if (lines !== value) {
    say.warn({ pointer, expected: 'one text', found: 'a list of lines', hint: 'They are joined.' });
  }
  if (!isText(lines)) {
    say.warn({ pointer, expected: 'text', found: show(value) });
    return undefined;
  }
  const { card, notes } = toCard(trimmed(lines));
  for (const { excerpt, ...note } of notes) say.warn({ pointer, ...note }, excerpt);
  return card.trim() === '' ? undefined : card;
}

/** A card begins and ends with text. */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}

function readLicense(value: unknown, say: Say, pointer: string): string | undefined {
  if (isText(value) && value.trim().toUpperCase() === 'NOASSERTION') return undefined;
  const known = isText(value) ? knownLicense(value) : undefined;
  if (known === undefined) {
    const expected = 'a licence of https://spdx.org/licenses';
    say.warn({ pointer, expected, found: show(value), hint: 'For example Apache-2.0.' });
  }
  return known;
}
