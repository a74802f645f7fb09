import type { Field } from '@orangery/schemas';

/** An input that a file of its own, or one JSON value, is whole. */
export interface WholeInput {
  /** Its name in requests. */
  readonly name: string;
  /** One and many, as people say. */
  readonly noun: string;
  readonly plural: string;
  readonly endings: readonly string[];
  /** Whether rows of a table are inputs too, by the column of its name. */
  readonly hasRows: boolean;
}

type WholeKind = Omit<WholeInput, 'name'>;

const text = { endings: ['txt'], hasRows: true };
const kinds: Partial<Record<Field['type'], WholeKind>> = {
  image: {
    noun: 'picture',
    plural: 'pictures',
    endings: ['png', 'jpg', 'jpeg', 'webp'],
    hasRows: false,
  },
  audio: { noun: 'recording', plural: 'recordings', endings: ['wav'], hasRows: false },
  text: { noun: 'text', plural: 'texts', ...text },
  tokens: { noun: 'sentence', plural: 'sentences', ...text },
  series: {
    noun: 'series',
    plural: 'series',
    endings: ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet'],
    hasRows: false,
  },
};

/** The one input of a module that takes a picture, a recording, a text or a series; none for rows of a table. */
export function wholeInput(inputs: readonly Field[]): WholeInput | undefined {
  for (const { name, type } of inputs) {
    const kind = kinds[type];
    if (kind !== undefined) return { name, ...kind };
  }
  return undefined;
}

/** Whether a file is one of these by its ending. */
export function isWholeInput({ endings }: WholeInput, path: string): boolean {
  const ending = /\.([^.\\/]+)$/.exec(path)?.[1]?.toLowerCase();
  return ending !== undefined && endings.includes(ending);
}

/** `.png, .jpg, .jpeg or .webp` */
export function endingsOf({ endings }: WholeInput): string {
  const listed = endings.map((ending) => `.${ending}`);
  return listed.length === 1
    ? listed[0]!
    : `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)!}`;
}
