import type { Phrases } from '../fill-phrase.ts';

/** An office of an invented town, and what people write to it about. */
export interface Department {
  readonly name: string;
  /** Things it looks after. */
  readonly things: readonly string[];
  /** What is wrong with them, after "the … ". */
  readonly troubles: readonly string[];
  /** What is asked for, after "please ". */
  readonly wishes: readonly string[];
}

export const departments: readonly Department[] = [
  {
    name: 'roads',
    things: ['street lamp', 'pavement', 'crossing', 'cycle lane', 'bridge', 'road sign', 'kerb'],
    troubles: ['is broken', 'has a deep hole', 'is too dark', 'is cracked', 'floods when it rains'],
    wishes: ['repair it', 'put up a lamp', 'paint the lines again', 'fill the hole'],
  },
  {
    name: 'waste',
    things: ['bin', 'glass container', 'collection', 'compost bin', 'recycling centre', 'lorry'],
    troubles: ['is full again', 'was not emptied', 'smells', 'comes too early', 'is broken'],
    wishes: ['empty it', 'send the lorry twice a week', 'bring a larger one', 'collect the paper'],
  },
  {
    name: 'parks',
    things: ['playground', 'lawn', 'fountain', 'bench', 'old lime tree', 'pond', 'hedge'],
    troubles: ['is overgrown', 'is broken', 'dries out', 'is full of leaves', 'is too dark'],
    wishes: ['water it', 'cut it back', 'plant a new one', 'repair the swing'],
  },
  {
    name: 'library',
    things: ['catalogue', 'reading room', 'book bus', 'loan', 'library card', 'story hour'],
    troubles: ['is too noisy', 'ends too early', 'was not renewed', 'is lost', 'comes too early'],
    wishes: ['renew it', 'open on Sunday', 'order a second copy', 'send a new card'],
  },
];

/** What letters to every office have in common. */
export const commonPhrases: Phrases = {
  greeting: ['Dear all', 'Hello', 'Good morning', 'To whom it may concern', 'Dear neighbours'],
  place: ['in {street}', 'near {street}', 'behind the school', 'at the market', 'by the station'],
  street: ['Mill Lane', 'Castle Street', 'Orchard Row', 'Canal Road', 'Bell Yard', 'Long Acre'],
  time: ['since Monday', 'for three weeks', 'again', 'as every year', 'since the storm', 'today'],
  who: ['my daughter', 'an old lady', 'our neighbour', 'my class', 'everybody here', 'I'],
  teller: ['My daughter', 'An old lady', 'Our neighbour', 'My class'],
  feeling: ['It is a shame', 'We are not happy about it', 'I wrote before', 'It is dangerous'],
  closing: [
    'Thank you',
    'Kind regards',
    'Please answer soon',
    'Many thanks',
    'I hope you can help',
  ],
};
