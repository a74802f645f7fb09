import { tf } from './tensorflow.ts';

/**
 * Runs work and disposes every tensor and variable it leaves behind, also when it throws. Nothing
 * else may make tensors meanwhile.
 */
export async function withoutLeaks<Result>(work: () => Promise<Result>): Promise<Result> {
  const engine = tf.engine();
  const known = new Set(Object.keys(engine.registeredVariables));
  engine.startScope();
  try {
    return await work();
  } finally {
    engine.endScope();
    for (const [name, variable] of Object.entries(engine.registeredVariables)) {
      if (!known.has(name)) variable.dispose();
    }
  }
}
