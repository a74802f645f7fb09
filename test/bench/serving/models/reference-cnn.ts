import { runWorker } from '../../../../runner/src/serving/pool/worker-loop.ts';
import { loadReferenceCnn } from './load-reference-cnn.ts';

runWorker(async () => loadReferenceCnn());
