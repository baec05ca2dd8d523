/**
 * An error in our own words: its message names ids and figures and quotes nobody, so it may be logged and shown. Of any
 * other error only the kind, the code and the places may.
 */
export class OwnError extends Error {
  override readonly name: string = 'OwnError';
}
