import type { Recording } from './recording.ts';
import { sampleReaders, type SampleReader } from './wav-samples.ts';

export interface WavLimits {
  /** What comes after it is left unread. */
  readonly longestSeconds: number;
}

/** What a WAV file says of itself, and as much of it as was wanted, its channels as their mean. */
export interface WavRecording extends Recording {
  readonly channels: number;
  /** Whole length, also of what was not read. */
  readonly seconds: number;
}

interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

interface Format {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesEach: number;
  readonly read: SampleReader;
}

/**
 * Reads a WAV file: PCM of 8, 16, 24 and 32 bits, floating point of 32 and 64, A-law and µ-law, any
 * channels, and the extensible form of these (Microsoft and IBM 1991; RFC 2361).
 * @throws Error saying what was expected and found
 */
export function readWav(bytes: Uint8Array, { longestSeconds }: WavLimits): WavRecording {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = listChunks(view);
  const described = chunks.find(({ name }) => name === 'fmt ');
  const content = chunks.find(({ name }) => name === 'data');
  if (described === undefined || content === undefined) {
    throw new Error('expected the parts "fmt " and "data" of a WAV file, found less');
  }
  const format = readFormat(view, described);
  const { channels, sampleRate, bytesEach, read } = format;
  const frames = Math.floor(content.length / (bytesEach * channels));
  if (frames === 0) throw new Error('expected sound in the WAV file, found none');
  const wanted = Math.min(frames, Math.ceil(longestSeconds * sampleRate));
  const samples = new Float32Array(wanted);
  for (let frame = 0; frame < wanted; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = read(view, content.start + (frame * channels + channel) * bytesEach);
      // a float that is none, or far too large, would spoil every sum after it
      sum += Number.isFinite(value) ? Math.min(8, Math.max(-8, value)) : 0;
    }
    samples[frame] = sum / channels;
  }
  return { samples, sampleRate, channels, seconds: frames / sampleRate };
}

/** Whether bytes begin as a WAV file does. */
export function isWav(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return text.startsWith('RIFF') && text.endsWith('WAVE');
}

function listChunks(view: DataView): Chunk[] {
  if (!isWav(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))) {
    throw new Error(`expected a WAV file (RIFF … WAVE), found ${view.byteLength} other bytes`);
  }
  const chunks: Chunk[] = [];
  for (let place = 12; place + 8 <= view.byteLength && chunks.length < 1000;) {
    const name = textAt(view, place, 4);
    const start = place + 8;
    // a recorder that was cut off, or that streams, leaves a length that is too large
    const length = Math.min(view.getUint32(place + 4, true), view.byteLength - start);
    chunks.push({ name, start, length });
    place = start + length + (length % 2);
  }
  return chunks;
}

const extensible = 0xfffe;

function readFormat(view: DataView, { start, length }: Chunk): Format {
  if (length < 16) throw new Error(`expected 16 bytes that describe the sound, found ${length}`);
  const named = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const bits = view.getUint16(start + 14, true);
  const code = named === extensible && length >= 26 ? view.getUint16(start + 24, true) : named;
  const read = sampleReaders.get(`${code}/${bits}`);
  if (read === undefined) {
    throw new Error(
      `expected PCM of 8 to 32 bits, floating point, A-law or µ-law, found format ${code} of ${bits} bits`,
    );
  }
  if (channels < 1 || channels > 64)
    throw new Error(`expected 1 to 64 channels, found ${channels}`);
  if (sampleRate < 1000 || sampleRate > 768_000) {
    throw new Error(`expected 1,000 to 768,000 samples a second, found ${sampleRate}`);
  }
  return { channels, sampleRate, bytesEach: bits / 8, read };
}

function textAt(view: DataView, place: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(place + index)));
}
