import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grammar, verbs } from '../../../actions/commands/grammar.ts';
import { parseCommand, parseNamed } from '../../../actions/commands/parse-command.ts';

const problemsOf = (line: string): readonly string[] => {
  const parsed = parseCommand(line);
  return parsed.kind === 'mistake' ? parsed.problems : [];
};

it('reads every option of a training', () => {
  const line = [
    '/retrain leaf-classifier --dataset https://example.org/a.zip --dataset=secret:MORE',
    '--validation hf://org/data --target "the kind" --trials 3 --hours 0.5 --gpus 1',
    '--machines 3 --backend webgpu --seed 7 --child my-leaves --visibility public',
  ].join(' ');
  expect(parseCommand(line)).toEqual({
    kind: 'order',
    order: {
      verb: 'retrain',
      training: {
        module: 'leaf-classifier',
        dataset: ['https://example.org/a.zip', 'secret:MORE'],
        validation: ['hf://org/data'],
        target: 'the kind',
        ...{ trials: 3, hours: 0.5, gpus: 1, machines: 3, backend: 'webgpu', seed: 7 },
        child: 'my-leaves',
        visibility: 'public',
      },
    },
  });
});

it.each([
  ['/help', { verb: 'help' }],
  ['/stop all', { verb: 'stop-all' }],
  ['/stop all --stage staging', { verb: 'stop', name: 'all', stage: 'staging' }],
  ['/stop leaves', { verb: 'stop', name: 'leaves' }],
  ['/deploy leaves', { verb: 'deploy', name: 'leaves', stage: 'staging' }],
  [
    '/deploy leaves leaf-classifier@1.2.0 --stage production',
    {
      ...{ verb: 'deploy', name: 'leaves', stage: 'production' },
      ...{ module: 'leaf-classifier', version: '1.2.0' },
    },
  ],
  ['/merge', { verb: 'merge' }],
  ['/merge 0123abc', { verb: 'merge', head: '0123abc' }],
  ['/cancel', { verb: 'cancel' }],
  ['/benchmark leaf-classifier', { verb: 'benchmark', module: 'leaf-classifier', backend: 'auto' }],
])('reads %s', (line, order) => {
  expect(parseCommand(line)).toEqual({ kind: 'order', order });
});

it('says everything that is wrong with a line, and how it is used', () => {
  expect(problemsOf('/retrain Leaf one --trials many --trails 3 --hours 0 --visibility us'))
    .toMatchInlineSnapshot(`
      [
        "expected no further word, found one",
        "expected --dataset --validation --target --trials --hours --gpus --machines --backend --seed --child --visibility, found --trails",
        "module: expected the name of a module, such as leaf-classifier, found Leaf",
        "--trials: expected a whole number from 1 to 10000, found many",
        "--hours: expected a number from 0.001 to 1000, found 0",
        "--visibility: expected private, public, found us",
        "usage: /retrain <module> [--dataset <link>]… [--validation <link>]… [--target <column>] [--trials <number>] [--hours <hours>] [--gpus <number>] [--machines <number>] [--backend <name>] [--seed <number>] [--child <id>] [--visibility <who>]",
      ]
    `);
  expect(problemsOf('/mege')).toMatchInlineSnapshot(`
    [
      "expected one of /help, /validate, /retrain, /benchmark, /deploy, /stop, /rollback, /promote, /lock, /unlock, /key, /merge, /cancel, /stop all, found /mege",
      "Did you mean merge?",
    ]
  `);
  expect(problemsOf('/retrain leaf-classifier --target "open')).toMatchInlineSnapshot(`
    [
      "expected a closing ", found the end of the line",
    ]
  `);
});

it('never repeats a link that may be a secret', () => {
  const secret = 'https://example.org/data?token=abcdef';
  expect(problemsOf(`/deploy ${secret}`).join()).not.toContain('abcdef');
  expect(problemsOf(`/retrain ${secret} --seed ${secret}`).join()).not.toContain('abcdef');
});

it('knows the example of every verb', () => {
  for (const verb of verbs) {
    const line = grammar[verb].example.replace('<sha256>', 'a'.repeat(64));
    expect(parseCommand(line)).toMatchObject({ kind: 'order', order: { verb } });
  }
});

it('answers any line', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('--dataset', '"', 'all', ...verbs));
  fc.assert(
    fc.property(fc.constantFrom(...verbs), fc.array(word), (verb, words) => {
      const parsed = parseCommand([`/${verb}`, ...words].join(' '));
      if (parsed.kind === 'mistake') expect(parsed.problems.length).toBeGreaterThan(0);
    }),
  );
});

it('refuses a field that the verb has not', () => {
  expect(parseNamed('merge', { dataset: ['x'] })).toMatchObject({
    kind: 'mistake',
    problems: expect.arrayContaining(['expected a field of /merge, found dataset']) as string[],
  });
  expect(parseNamed('merge', { constructor: ['x'] })).toMatchObject({ kind: 'mistake' });
});
