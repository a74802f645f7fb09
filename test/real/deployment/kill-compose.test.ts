import { afterAll, beforeAll, describe } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { hostLabel } from '../../helpers/deployment/host-label.ts';
import { tellKills } from '../../helpers/deployment/tell-kills.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';

const name = 'hedge';
const engine = await findEngine();

describe.skipIf(engine === undefined)('a deployer that is killed, on target compose', () => {
  let garden: DeploymentGarden;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    garden = await deploymentGarden({ name, target: 'compose', env: await engineEnvironment() });
    commits['1.0.0'] = await garden.release('1.0.0');
    commits['1.1.0'] = await garden.release('1.1.0');
    await garden.want('1.0.0', commits['1.0.0']);
  });

  afterAll(async () => garden.remove());

  const containers = async (): Promise<readonly string[]> => {
    const filter = `label=org.orangery.host=${hostLabel(garden.state)}`;
    const found = await docker(['ps', '--all', '--format', '{{.Names}}', '--filter', filter]);
    return found.split('\n').filter(Boolean);
  };

  tellKills({
    ...{ name, target: 'compose', garden: () => garden, commits },
    servers: async () => (await containers()).filter((one) => !one.startsWith('orangery-edge')),
    others: async () => (await containers()).filter((one) => one.startsWith('orangery-edge')),
    acts: ['next'],
  });
});
