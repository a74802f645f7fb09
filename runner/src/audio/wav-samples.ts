/** Gives the sample at a place, −1…1. */
export type SampleReader = (view: DataView, place: number) => number;

/** How samples are read, by format code and bits. */
export const sampleReaders: ReadonlyMap<string, SampleReader> = new Map<string, SampleReader>([
  ['1/8', (view, place) => (view.getUint8(place) - 128) / 128],
  ['1/16', (view, place) => view.getInt16(place, true) / 0x8000],
  ['1/24', (view, place) => readInt24(view, place) / 0x800000],
  ['1/32', (view, place) => view.getInt32(place, true) / 0x80000000],
  ['3/32', (view, place) => view.getFloat32(place, true)],
  ['3/64', (view, place) => view.getFloat64(place, true)],
  ['6/8', (view, place) => fromALaw(view.getUint8(place))],
  ['7/8', (view, place) => fromMuLaw(view.getUint8(place))],
]);

function readInt24(view: DataView, place: number): number {
  return view.getUint16(place, true) | (view.getInt8(place + 2) << 16);
}

/** ITU-T G.711. */
function fromALaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return ((code & 0x80) === 0 ? -magnitude : magnitude) / 0x8000;
}

/** ITU-T G.711. */
function fromMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return ((code & 0x80) === 0 ? magnitude : -magnitude) / 0x8000;
}
