import { expect, it } from 'vitest';
import { brokenBundles } from '../../helpers/github/bundle-sequences/broken-bundles.ts';
import { playOnHub } from '../../helpers/github/bundle-sequences/play-on-hub.ts';
import { playSeeds } from '../../helpers/github/bundle-sequences/play-seeds.ts';
import type { SequenceEvent } from '../../helpers/github/sequences/event.ts';

const variable = 'ORANGERY_BUNDLE_SEQUENCE_SEED';
const one = process.env[variable];
const seeds = one === undefined ? { from: 1, count: 200 } : { from: Number(one), count: 1 };
const last = seeds.from + seeds.count - 1;

it(`keeps every promise in ${seeds.count} random sequences through the bundles and a stateful GitHub, seeds ${seeds.from} to ${last}`, async () => {
  const { found, merges, sent, answers } = await playSeeds(seeds, variable);
  expect(found ?? 'nothing went wrong').toBe('nothing went wrong');
  if (one !== undefined) return;
  // what never happens cannot go wrong
  expect(merges).toBeGreaterThan(20);
  expect(sent).toBeGreaterThan(50);
  expect(answers).toBeGreaterThan(100);
});

type Broken = readonly [file: string, good: string, bad: string];
const everybodyMay: Broken = [
  'command.js',
  'isAllowed: conditions.every(({ isMet }) => isMet)',
  'isAllowed: true',
];
const forgetful: Broken = ['shared.js', 'marker.key === key;', 'marker.key === "none";'];
const help: SequenceEvent = {
  ...{ kind: 'say', who: 'ulla', where: { kind: 'issue', index: 0 }, dress: 'plain' },
  orders: [{ verb: 'help' }],
};
const change = { kind: 'folder', id: 'leaf-classifier' } as const;

it.each<[string, Broken, readonly SequenceEvent[]]>([
  [
    'was sent, but its author has no role with retrain',
    everybodyMay,
    [
      {
        ...{ kind: 'form', who: 'eve' },
        order: {
          ...{ verb: 'retrain', module: 'leaf-classifier', hours: 1 },
          ...{ link: 'known', isPublic: true },
        },
      },
    ],
  ],
  [
    'was merged, but its head is not the one that was looked at',
    everybodyMay,
    [
      { kind: 'contribute', who: 'mo', change, check: 'green' },
      {
        ...{ kind: 'say', who: 'mo', where: { kind: 'pull', index: 0 }, dress: 'plain' },
        orders: [{ verb: 'merge', names: 'nothing' }],
        late: [
          { kind: 'push', pull: 0, change },
          { kind: 'check', pull: 0, end: 'green' },
        ],
      },
    ],
  ],
  ['two comments of ours', forgetful, [help, help]],
])('finds out that %s, of bundles that would do so', async (what, broken, events) => {
  const { violations } = await playOnHub(events, await brokenBundles(...broken));
  expect(violations.join('\n')).toContain(what);
});
