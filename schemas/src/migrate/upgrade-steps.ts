import { configurationFrom1 } from './configuration-from-1.ts';
import { moduleFrom1 } from './module-from-1.ts';
import type { UpgradeStep } from './upgrade-step.ts';

/** Every upgrade, of each record from its oldest version on. A format's next version adds its own at the end. */
export const upgradeSteps: readonly UpgradeStep[] = [configurationFrom1, moduleFrom1];
