/**
 * Raised when a figure's meaning changes: figures of different versions are never compared. 2: inputs of one source count
 * as one where chance is judged, sample sizes allow for all pairs of models, and draws come in another order.
 */
export const METRIC_VERSION = 2;

/** The first scoring of an evaluation; scoring it again would be the next. */
export const REVISION = 0;
