import type { Verb } from './order.ts';

/** What an option takes. */
export interface OptionRule {
  /** As in `--dataset`; a field of a form and an input of a dispatch are called so too. */
  readonly name: string;
  /** How help shows its value. */
  readonly value: string;
  readonly isRepeated?: true;
  readonly choices?: readonly string[];
  readonly pattern?: RegExp;
  readonly number?: { readonly least: number; readonly most: number; readonly isWhole: boolean };
}

export interface WordRule {
  readonly name: string;
  readonly isOptional?: true;
  readonly pattern: RegExp;
  /** What is expected, as a message says it. */
  readonly expected: string;
}

export interface VerbRule {
  readonly does: string;
  readonly words: readonly WordRule[];
  readonly options: readonly OptionRule[];
  /** Where a comment may say it. */
  readonly where: 'anywhere' | 'pull request';
  readonly example: string;
}

const moduleWord: WordRule = {
  name: 'module',
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  expected: 'the name of a module, such as leaf-classifier',
};
const nameWord: WordRule = {
  name: 'name',
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  expected: 'the name of a deployment, such as seeds',
};
const backend: OptionRule = {
  name: 'backend',
  value: '<name>',
  choices: ['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'],
};
const stage: OptionRule = { name: 'stage', value: '<stage>', choices: ['staging', 'production'] };
const count = (name: string, least: number, most: number): OptionRule => {
  return { name, value: '<number>', number: { least, most, isWhole: true } };
};

/** The one grammar of verbs: comments, issue forms and dispatches; its options are those of the command line. */
export const grammar: Readonly<Record<Verb, VerbRule>> = {
  help: {
    does: 'says what you may ask for here',
    words: [],
    options: [],
    where: 'anywhere',
    example: '/help',
  },
  validate: {
    does: 'checks the pull request again',
    words: [],
    options: [],
    where: 'pull request',
    example: '/validate',
  },
  retrain: {
    does: 'trains a module on your data, on the owner’s machines',
    words: [moduleWord],
    options: [
      { name: 'dataset', value: '<link>', isRepeated: true },
      { name: 'validation', value: '<link>', isRepeated: true },
      { name: 'target', value: '<column>' },
      count('trials', 1, 10_000),
      { name: 'hours', value: '<hours>', number: { least: 0.001, most: 1000, isWhole: false } },
      count('gpus', 0, 64),
      count('machines', 1, 8),
      backend,
      count('seed', 0, 4_294_967_295),
      { name: 'child', value: '<id>', pattern: moduleWord.pattern },
      { name: 'visibility', value: '<who>', choices: ['private', 'public'] },
    ],
    where: 'anywhere',
    example: '/retrain leaf-classifier --dataset secret:LEAVES --hours 0.5',
  },
  benchmark: {
    does: 'measures quality and speed of a module on the owner’s machines',
    words: [moduleWord],
    options: [backend],
    where: 'anywhere',
    example: '/benchmark leaf-classifier',
  },
  deploy: {
    does: 'runs a module behind an address',
    words: [
      nameWord,
      {
        name: 'module',
        isOptional: true,
        pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*(@\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?)?$/,
        expected: 'a module, such as leaf-classifier or leaf-classifier@1.0.0',
      },
    ],
    options: [stage],
    where: 'anywhere',
    example: '/deploy leaves leaf-classifier --stage staging',
  },
  stop: {
    does: 'stops a deployment, or a stage of it',
    words: [nameWord],
    options: [stage],
    where: 'anywhere',
    example: '/stop leaves',
  },
  rollback: {
    does: 'puts back what ran before',
    words: [nameWord],
    options: [stage],
    where: 'anywhere',
    example: '/rollback leaves',
  },
  promote: {
    does: 'runs in production what runs in staging',
    words: [nameWord],
    options: [],
    where: 'anywhere',
    example: '/promote leaves',
  },
  lock: {
    does: 'lets nobody but you and the admins change a deployment',
    words: [nameWord],
    options: [],
    where: 'anywhere',
    example: '/lock leaves',
  },
  unlock: {
    does: 'ends a lock',
    words: [nameWord],
    options: [],
    where: 'anywhere',
    example: '/unlock leaves',
  },
  key: {
    does: 'lets somebody call a deployment: the hash of a key that orangery keys new printed',
    words: [
      nameWord,
      {
        name: 'consumer',
        pattern: /^[^\p{Cc}]{1,100}$/u,
        expected: 'who uses it, such as "greenhouse dashboard"',
      },
      { name: 'sha256', pattern: /^[0-9a-f]{64}$/, expected: 'the SHA-256 of the key, 64 digits' },
    ],
    options: [{ name: 'expires', value: '<day>', pattern: /^\d{4}-\d{2}-\d{2}$/ }],
    where: 'anywhere',
    example: '/key leaves "greenhouse dashboard" <sha256>',
  },
  merge: {
    does: 'merges changes to folders you maintain',
    words: [
      {
        name: 'commit',
        isOptional: true,
        pattern: /^[0-9a-f]{7,40}$/,
        expected: 'the head commit you looked at',
      },
    ],
    options: [],
    where: 'pull request',
    example: '/merge',
  },
  cancel: {
    does: 'ends a training with the best so far, or a benchmark',
    words: [
      {
        name: 'job',
        isOptional: true,
        pattern: /^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$/,
        expected: 'the name of a job',
      },
    ],
    options: [],
    where: 'anywhere',
    example: '/cancel',
  },
  'stop-all': {
    does: 'stops every training and every deployment',
    words: [],
    options: [],
    where: 'anywhere',
    example: '/stop all',
  },
};

/** Every verb, in the order that help lists them. */
export const verbs = Object.keys(grammar) as readonly Verb[];

export function isVerb(text: string): text is Verb {
  return Object.hasOwn(grammar, text);
}

/** How a comment says a verb: `/deploy <name> [<module>] [--stage <stage>]`. */
export function usageOf(verb: Verb): string {
  if (verb === 'stop-all') return '/stop all';
  const { words, options } = grammar[verb];
  const parts = words.map(({ name, isOptional }) => (isOptional ? `[<${name}>]` : `<${name}>`));
  const flags = options.map(({ name, value, isRepeated }) => {
    return `[--${name} ${value}]${isRepeated ? '…' : ''}`;
  });
  return [`/${verb}`, ...parts, ...flags].join(' ');
}
