import { afterAll, beforeAll, describe } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { processesWith } from '../../helpers/deployment/left-over.ts';
import { tellKills } from '../../helpers/deployment/tell-kills.ts';

const name = 'thicket';

describe('a deployer that is killed, on target process', () => {
  let garden: DeploymentGarden;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    // what is started inherits it
    garden = await deploymentGarden({ name, target: 'process', env: { USER: name } });
    commits['1.0.0'] = await garden.release('1.0.0');
    commits['1.1.0'] = await garden.release('1.1.0');
    await garden.want('1.0.0', commits['1.0.0']);
  });

  afterAll(async () => garden.remove());

  const started = async (script: string): Promise<readonly string[]> =>
    (await processesWith('USER', name))
      .filter(({ command }) => command.includes(script))
      .map(({ command }) => command);

  tellKills({
    ...{ name, target: 'process', garden: () => garden, commits },
    servers: async () => started('serve-slot.ts'),
    others: async () => started('switch/main.ts'),
    // a first deploy and a next one have the steps of the way back
    acts: ['back', 'end'],
  });
});
