/** Our server with a model of the bench: `node ours.ts <port> <model> <workers> <maxBatch>`. */
import { createApp } from '../../../../runner/src/serving/app.ts';
import { defaultModelLimits, defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { createMetrics } from '../../../../runner/src/serving/management/metrics.ts';
import { createServingLog } from '../../../../runner/src/serving/management/serving-log.ts';
import { ModuleSlot } from '../../../../runner/src/serving/module-model/module-slot.ts';

const [port, model, workers, maxBatch] = process.argv.slice(2);
// as `orangery serve` has it: figures are kept, requests are not logged at this level
const log = createServingLog('warn', (line) => void process.stderr.write(line));
const metrics = createMetrics(() => []);
const slot = await ModuleSlot.open({
  setup: { folder: '', backend: 'wasm' },
  place: { entry: new URL(`../models/${model}.ts`, import.meta.url) },
  limits: {
    ...defaultServingLimits,
    ...defaultModelLimits,
    ...(workers !== undefined && { workers: Number(workers) }),
    ...(maxBatch !== undefined && { maxBatch: Number(maxBatch) }),
  },
  logger: log.logger,
  onBatch: (name, facts) => metrics.observeBatch(name, facts),
});
const app = createApp([slot], defaultServingLimits, {
  logger: log.logger,
  observe: (facts) => {
    metrics.observeRequest(facts);
    log.request(facts);
  },
});
process.on('SIGINT', () => process.exit(0));
await app.listen({ host: '127.0.0.1', port: Number(port) });
