import { afterAll, beforeAll, describe } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { tellStory } from '../../helpers/deployment/tell-story.ts';

describe('target process', () => {
  let garden: DeploymentGarden;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    garden = await deploymentGarden({ name: 'greenhouse', target: 'process' });
    commits['1.0.0'] = await garden.release('1.0.0');
    commits['1.1.0'] = await garden.release('1.1.0');
    commits['1.2.0'] = await garden.release('1.2.0', 'wrong answers');
  });

  afterAll(async () => garden.remove());

  tellStory({ name: 'greenhouse', garden: () => garden, commits });
});
