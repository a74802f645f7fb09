import { expect, it } from 'vitest';
import {
  createPlainLog,
  createServingLog,
} from '../../../../runner/src/serving/management/serving-log.ts';
import { silentLogger } from '../../../../runner/src/world.ts';

const facts = {
  ...{ id: 'r1', method: 'POST', path: '/predict\u001b[2J', status: 200, milliseconds: 12.34 },
  ...{ protocol: 'singa-auto', model: 'iris', key: undefined },
};

it('writes JSON lines of what its level lets through', () => {
  const lines: unknown[] = [];
  const log = createServingLog('warn', (line) => lines.push(JSON.parse(line)));
  log.logger.info('not told');
  log.request(facts);
  log.logger.warn('told');
  log.level = 'info';
  log.request(facts);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
  expect(lines).toEqual([
    { level: 'warn', time, msg: 'told' },
    {
      ...{ level: 'info', time, msg: 'answered', id: 'r1', method: 'POST', status: 200 },
      ...{ path: facts.path, milliseconds: 12.34, protocol: 'singa-auto', model: 'iris' },
    },
  ]);
});

it('tells a person in words, without what moves a terminal', () => {
  const told: string[] = [];
  const log = createPlainLog('warn', { ...silentLogger, info: (text) => void told.push(text) });
  log.request(facts);
  log.level = 'debug';
  log.request(facts);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^200 POST \/predict/);
  expect(told[0]).not.toContain('\u001b');
});
