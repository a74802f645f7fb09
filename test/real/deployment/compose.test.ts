import { afterAll, beforeAll, describe } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { tellStory } from '../../helpers/deployment/tell-story.ts';
import { findEngine } from '../../helpers/engine/engine.ts';

const engine = await findEngine();

describe.skipIf(engine === undefined)('target compose', () => {
  let garden: DeploymentGarden;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    const env = await engineEnvironment();
    garden = await deploymentGarden({ name: 'orchard', target: 'compose', env });
    commits['1.0.0'] = await garden.release('1.0.0');
    commits['1.1.0'] = await garden.release('1.1.0');
    commits['1.2.0'] = await garden.release('1.2.0', 'wrong answers');
  });

  afterAll(async () => garden.remove());

  tellStory({ name: 'orchard', garden: () => garden, commits });
});
