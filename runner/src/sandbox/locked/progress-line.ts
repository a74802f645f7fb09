import type { ProgressEvent } from '../../progress.ts';
import { checkRecord } from '@orangery/schemas';

type Kind = 'string' | 'number' | 'object';

/** What each kind of progress must have for the view of it. Of a download the trusted process tells itself. */
const fields: Readonly<Partial<Record<ProgressEvent['type'], Readonly<Record<string, Kind>>>>> = {
  dataset: { role: 'string', dataset: 'object' },
  'run-started': { run: 'string', budget: 'object', backend: 'string' },
  probe: { trial: 'number', secondsUsed: 'number', seconds: 'number' },
  predicted: { source: 'string', minutesLeft: 'number', trialsLeft: 'number' },
  'trial-started': { trial: 'number', segment: 'number', knobs: 'object' },
  epoch: {
    ...{ trial: 'number', epoch: 'number', epochs: 'number' },
    ...{ loss: 'number', score: 'number', secondsLeft: 'number' },
  },
  'trial-ended': { trial: 'number', status: 'string', epochs: 'number' },
  'refit-started': { trial: 'number', examples: 'number', seconds: 'number' },
  evaluated: { metrics: 'object', baseline: 'object' },
};

/** A line of progress that came out of a container; `undefined` where it is none that can be shown. */
export function readProgress(value: unknown): ProgressEvent | undefined {
  if (!isObject(value) || typeof value.type !== 'string') return undefined;
  const wanted = Object.hasOwn(fields, value.type)
    ? fields[value.type as ProgressEvent['type']]
    : undefined;
  if (wanted === undefined) return undefined;
  const fits = ([name, kind]: [string, Kind]): boolean =>
    kind === 'object' ? isObject(value[name]) : typeof value[name] === kind;
  if (!Object.entries(wanted).every(fits)) return undefined;
  if (value.type === 'dataset' && checkRecord('dataset', value.dataset).kind === 'invalid') {
    return undefined;
  }
  return value as unknown as ProgressEvent;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
