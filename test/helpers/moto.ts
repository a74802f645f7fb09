import { startProgram, type StartedProgram } from './started-program.ts';

export interface Moto extends Pick<StartedProgram, 'stop'> {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
}

/** Starts moto, which speaks S3 and keeps all in memory, with these buckets. */
export async function startMoto(program: string, buckets: readonly string[]): Promise<Moto> {
  const args = ['-H', '127.0.0.1', '-p', '0'];
  const started = await startProgram(program, args, /Running on (http:\/\/127\.0\.0\.1:\d+)/);
  for (const bucket of buckets) {
    const made = await fetch(`${started.found}/${bucket}`, { method: 'PUT' });
    if (!made.ok) throw new Error(`moto made no bucket: ${made.status}`);
  }
  return { url: started.found, stop: started.stop };
}
