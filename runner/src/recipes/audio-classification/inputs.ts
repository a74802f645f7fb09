import { Failure } from '@orangery/schemas';
import type { Recording } from '../../audio/recording.ts';
import { base64Bytes } from '../base64-bytes.ts';
import type { RawInput } from '../recipe.ts';
import { readRecording } from './read-recordings.ts';

const mostRecordings = 64;
const mostBytes = 32 * 1024 * 1024;

/**
 * Turns bytes of a WAV file, base64 text, data URLs or a list of these into recordings; a minute of
 * each is heard.
 * @throws Failure INPUT_INVALID
 */
export async function parseAudioInput(raw: RawInput): Promise<readonly Recording[]> {
  if (raw.kind === 'file') return [recordingOf(raw.bytes, raw.name)];
  const values: readonly unknown[] = Array.isArray(raw.value) ? raw.value : [raw.value];
  if (values.length === 0 || values.length > mostRecordings) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostRecordings} recordings, found ${values.length}`,
    );
  }
  return values.map((value, index) => recordingOf(fromBase64(value, index), `data[${index}]`));
}

function recordingOf(bytes: Uint8Array, name: string): Recording {
  if (bytes.length > mostBytes) {
    throw new Failure(
      'INPUT_INVALID',
      `${name}: expected at most ${mostBytes} bytes, found ${bytes.length}`,
      { hint: 'Send a shorter recording: a minute of it is heard.' },
    );
  }
  try {
    return readRecording(bytes).recording;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('INPUT_INVALID', `${name}: ${reason}`, {
      cause: error,
      hint: 'Send a WAV file, 16-bit PCM, as a multipart file or as base64 text.',
    });
  }
}

function fromBase64(value: unknown, index: number): Uint8Array {
  const bytes = base64Bytes(value, 'audio');
  if (bytes !== undefined) return bytes;
  throw new Failure(
    'INPUT_INVALID',
    `data[${index}]: expected a WAV file as base64 text, found ${typeof value}`,
    { hint: 'Send {"data": "<base64>"} or a multipart file named data.' },
  );
}
