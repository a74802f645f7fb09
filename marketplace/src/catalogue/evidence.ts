/** Formats of the exchange and pages show the same figures, so that which records count is said once. */
export { findEvidence, type Evidence } from '@orangery/runner/exchange';
