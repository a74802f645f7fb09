import type { Knob, KnobValue } from '@orangery/schemas';
import { formatNumber } from '../catalogue/format.ts';

/** One sentence for somebody who does not know machine learning. */
const meanings: Readonly<Record<string, string>> = {
  augmentation: 'How strongly pictures are scaled, shifted and lit while it learns.',
  balance: 'How much rare classes are given more weight.',
  batchSize: 'Examples looked at before each small correction.',
  boostingColumns: 'Share of the columns that each tree may look at.',
  boostingLeaf: 'Fewest rows in a leaf of a boosted tree.',
  boostingLeaves: 'Most leaves of a boosted tree.',
  boostingPenalty: 'How much large corrections are held back.',
  boostingRate: 'How much each tree corrects those before it.',
  boostingRows: 'Share of the rows that each tree learns from.',
  decay: 'How strongly weights are pulled towards zero, against learning by heart.',
  denseUnits: 'Width of the last hidden layer.',
  dropout: 'Share of values left out at random while it learns, against learning by heart.',
  erasing: 'Share of pictures of which a part is covered while it learns.',
  family: 'The kind of model.',
  filters: 'Patterns that the first layer looks for.',
  forestColumns: 'Share of the columns that each cut may choose from.',
  forestCuts: 'Whether each cut of a tree is the best one or a random one.',
  forestLeaf: 'Fewest rows in a leaf of a tree.',
  hiddenLayers: 'Layers of the network.',
  hopMs: 'Milliseconds from one look at the sound to the next.',
  horizon: 'Steps ahead that are forecast.',
  l2: 'How strongly weights are pulled towards zero, against learning by heart.',
  lags: 'Past values that are looked at.',
  learningRate: 'Size of each small correction.',
  longestCharacters: 'Longest run of characters that is counted.',
  longestRun: 'Longest run of words that is counted.',
  masking: 'How much of the sound is left out while it learns.',
  mels: 'Steps of pitch that sound is divided into.',
  minCount: 'How often something must occur to be looked at.',
  mirror: 'Whether pictures may be mirrored while it learns.',
  noise: 'How much noise is added while it learns.',
  penalty: 'How strongly weights are pulled towards zero, against learning by heart.',
  prefixes: 'Longest beginning of a word that is looked at.',
  rate: 'Size of each small correction.',
  relativeTo: 'What values are measured from before they are learnt.',
  rotation: 'Largest turn of a picture in degrees while it learns.',
  scale: 'Whether values are learnt as they are or as logarithms.',
  seasonCycles: 'Past seasons that are looked at.',
  suffixes: 'Longest ending of a word that is looked at.',
  terms: 'Most words or runs that are kept.',
  unit: 'Whether words or characters are counted.',
  units: 'Width of the network.',
  warping: 'How strongly pitch and pace are changed while it learns.',
  waves: 'Waves that describe a season.',
  weighting: 'How counts of words become weights.',
  window: 'Words on each side that are looked at.',
  windowMs: 'Milliseconds of sound looked at at a time.',
};

/** A knob as a table shows it. */
export interface KnobFacts {
  readonly name: string;
  readonly meaning: string;
  /** `1 to 15`, `linear, forest`. */
  readonly range: string;
  readonly first: string;
  /** Where it is used, when not always: `family is mlp`. */
  readonly when: string | undefined;
}

export function knobFacts(name: string, knob: Knob, first: KnobValue | undefined): KnobFacts {
  const when = 'when' in knob ? knob.when : undefined;
  return {
    name,
    meaning: meanings[name] ?? '',
    range: rangeOf(knob),
    first: first === undefined ? '–' : formatItem(first),
    when:
      when === undefined ? undefined : `${when.knob} is ${when.in.map(formatItem).join(' or ')}`,
  };
}

function rangeOf(knob: Knob): string {
  switch (knob.type) {
    case 'categorical':
      return knob.values.map(formatItem).join(', ');
    case 'fixed':
      return `always ${formatItem(knob.value)}`;
    case 'integer':
    case 'float':
      return `${formatItem(knob.min)} to ${formatItem(knob.max)}`;
    case 'architecture':
      return `${knob.positions.length} positions`;
    case 'policy':
      return 'on or off';
  }
}

function formatItem(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
