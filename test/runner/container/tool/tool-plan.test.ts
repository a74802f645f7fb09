import { expect, it } from 'vitest';
import { noModel, toolPlan, volumeName } from '../../../../runner/src/container/tool/tool-plan.ts';
import { toolModule } from '../../../helpers/tools/tool-module.ts';
import { caught } from '../../../helpers/caught.ts';

const module = toolModule({
  keeps: ['/data'],
  settings: {
    ROUNDS: { description: 'How many.', default: '3' },
    STRATEGY: { description: 'Which.', default: 'FedAvg', values: ['FedAvg', 'FedProx'] },
    NODES: { description: 'Who.' },
  },
});

it('takes what is set, and else what the module says', () => {
  expect(toolPlan(module)).toEqual({
    ...{ ready: '/', keeps: ['/data'] },
    environment: { ROUNDS: '3', STRATEGY: 'FedAvg' },
  });
  const set = { ROUNDS: '1', NODES: 'a,b' };
  expect(toolPlan(module, set).environment).toEqual({ ...set, STRATEGY: 'FedAvg' });
});

it('refuses what the tool does not have, and values it does not take', async () => {
  expect(await caught(() => toolPlan(module, { PATH: '/bin' }))).toBe(
    'USAGE tracker has no setting PATH',
  );
  expect(await caught(() => toolPlan(module, { STRATEGY: 'Best' }))).toBe(
    'USAGE tracker: setting STRATEGY: expected FedAvg, FedProx, found "Best"',
  );
  expect(() => toolPlan(module, { constructor: 'x' })).toThrow('no setting constructor');
});

it('does not run what is described alone, and answers no predictions', () => {
  const { id, frontMatter } = module;
  const { tool: _, ...described } = frontMatter;
  expect(() => toolPlan({ id, frontMatter: described })).toThrow('described here, and not run');
  expect(noModel(module).message).toBe('tracker is a tool: there is no model in it');
});

it('keeps folders in volumes of their own', () => {
  expect(volumeName('orangery', 'mlflow', '/data')).toBe('orangery_mlflow_.data');
  const names = [
    volumeName('orangery-a-production', 'b-production-c', '/data'),
    volumeName('orangery-a-production-b-production', 'c', '/data'),
    volumeName('orangery-a-production', 'c', '/srv/data'),
    volumeName('orangery-a-production', 'c', '/srv_data'),
    volumeName('orangery-a-production', 'c', '/srv/Data'),
  ];
  expect(new Set(names).size).toBe(names.length);
});
