import {
  formatBytes,
  audioFact,
  seriesFact,
  targetRangeFact,
  wordsFact,
  type DatasetRecord,
  type DeclaredDataset,
} from '@orangery/schemas';
import { formatCount } from './format.ts';

/** A name with its value; left out when there is none. */
export interface Fact {
  readonly name: string;
  readonly value: string | undefined;
  readonly isCode?: boolean;
}

interface Data {
  readonly dataset: DatasetRecord | undefined;
  /** What the figures were measured on, when it came by a link of its own. */
  readonly validation: DatasetRecord | undefined;
  readonly declared: DeclaredDataset | undefined;
}

/** What people ask of data before they trust a model of it. */
export function datasetFacts({ dataset, validation, declared }: Data): Fact[] {
  const columns = dataset?.columns?.filter(({ name }) => name !== dataset.target) ?? [];
  return [
    { name: 'Licence of the data', value: dataset?.license ?? declared?.license ?? 'not stated' },
    { name: 'Layout', value: dataset?.format },
    { name: 'Size', value: sizeOf(dataset) },
    { name: 'Predicts', value: dataset?.target ?? declared?.target },
    { name: 'Columns', value: columns.map(({ name, type }) => `${name} (${type})`).join(', ') },
    { name: 'Missing values', value: dataset?.missing?.toString() },
    { name: 'Pictures', value: picturesOf(dataset) },
    { name: 'Series', value: dataset && seriesFact(dataset) },
    { name: 'Words', value: dataset && wordsFact(dataset) },
    { name: 'Recordings', value: dataset && audioFact(dataset) },
    { name: 'Values to predict', value: dataset && targetRangeFact(dataset) },
    { name: 'Balance', value: balanceOf(dataset) },
    { name: 'Copies', value: copiesOf(dataset) },
    { name: 'In both training and validation', value: leakageOf(validation) },
    {
      name: 'Left out',
      value: (dataset?.skipped ?? [])
        .map(({ count, reason }) => `${formatCount(count)}: ${reason}`)
        .join('; '),
    },
    { name: 'To cite', value: dataset?.citation ?? declared?.citation },
    { name: 'Fingerprint', value: dataset?.fingerprint, isCode: true },
  ];
}

function sizeOf(dataset: DatasetRecord | undefined): string | undefined {
  if (dataset?.bytes === undefined || dataset.files === undefined) return undefined;
  const files = dataset.files === 1 ? 'one file' : `${formatCount(dataset.files)} files`;
  return `${formatBytes(dataset.bytes)} in ${files}`;
}

function picturesOf(dataset: DatasetRecord | undefined): string | undefined {
  const { image, sizes } = dataset ?? {};
  if (image === undefined) return undefined;
  const colour = image.channels === 1 ? 'grey' : 'colour';
  const median = `${image.width} × ${image.height} pixels, ${colour}`;
  if (sizes === undefined) return median;
  const { width, height } = sizes;
  if (width.min === width.max && height.min === height.max) return median;
  return `${median}; from ${width.min} × ${height.min} to ${width.max} × ${height.max}`;
}

function balanceOf(dataset: DatasetRecord | undefined): string | undefined {
  const { balance } = dataset ?? {};
  if (balance === undefined) return undefined;
  if (balance.ratio < 1.05) return 'classes of the same size';
  return `the largest class is ${balance.ratio.toFixed(1)} times the smallest`;
}

function copiesOf(dataset: DatasetRecord | undefined): string | undefined {
  const { duplicates } = dataset ?? {};
  if (duplicates === undefined) return undefined;
  const { copies, conflicting } = duplicates;
  if (copies === 0) return 'none';
  const among = conflicting === 0 ? '' : `, ${formatCount(conflicting)} with another class`;
  return `${formatCount(copies)} examples${among}`;
}

function leakageOf(validation: DatasetRecord | undefined): string | undefined {
  if (validation?.leakage === undefined) return undefined;
  const { count, share } = validation.leakage;
  if (count === 0) return 'none';
  return `${formatCount(count)} examples, ${(100 * share).toFixed(1)} %`;
}
