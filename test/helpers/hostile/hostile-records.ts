import { hostileTexts } from './hostile-texts.ts';
import { oneLine } from './one-line.ts';

/** The page of what machines do lists no more lines that cannot be read. */
const unreadable = 20;

/**
 * What machines would append if they were hostile: lines of every kind, then lines that cannot be read.
 * @param ids of modules, one a text
 */
export function hostileRecords(ids: readonly string[]): string {
  const lines = hostileTexts.flatMap((text, number) => recordsOf(text, number, ids[number]!));
  const wrong = hostileTexts.slice(0, unreadable / 2).flatMap((text) => [
    oneLine(text, 200),
    JSON.stringify({
      schema: 'runner-state/1',
      at: '2026-11-20T10:00:00Z',
      runner: 'x',
      state: text,
    }),
  ]);
  return [...lines.map((line) => JSON.stringify(line)), ...wrong, ''].join('\n');
}

function recordsOf(text: string, number: number, id: string): readonly object[] {
  const [name, message] = [oneLine(text, 39), oneLine(text, 300)];
  const at = `2026-11-20T10:${String(number % 60).padStart(2, '0')}:00Z`;
  const module = { id, version: '1.0.0' };
  const job = `job-${number}`;
  return [
    {
      ...{ schema: 'deployment-state/1', at, module, message, owner: name },
      ...{ deployment: `deployment-${number}`, stage: 'production', health: 'unhealthy' },
      ...{ act: 'deploy', actor: oneLine(text, 100), log: [oneLine(text, 500)] },
    },
    {
      ...{ schema: 'job-state/1', at, job, verb: 'retrain', module, message, state: 'running' },
      ...{ asker: name, team: 'gardeners', runner: oneLine(text, 80), progress: 0.5 },
      link: `https://example.org/${text.replace(/\s/g, '')}`.slice(0, 2000),
    },
    {
      ...{ schema: 'runner-state/1', at, runner: `${number} ${oneLine(text, 70)}`, state: 'busy' },
      ...{ job, gpu: oneLine(text, 120), orangery: oneLine(text, 64) },
    },
    { schema: 'freshness/1', at, module, isGreen: false, message },
    { schema: 'usage/1', at, job, team: 'gardeners', asker: name, kind: 'settled', gpuMinutes: 1 },
  ];
}
