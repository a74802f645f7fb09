import { onTestFinished } from 'vitest';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../runner/src/serving/limits.ts';
import type { ServedModel } from '../../../runner/src/serving/served-model.ts';

/** A server that speaks the DEEPaaS API V2, as one in a container does; it ends with the test. @returns its address */
export async function startUpstream(model: ServedModel): Promise<string> {
  const app = createApp(
    [{ name: model.name, current: model, isReady: true }],
    defaultServingLimits,
  );
  onTestFinished(async () => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}
