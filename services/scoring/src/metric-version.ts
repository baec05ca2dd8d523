/** Raised when a metric's definition changes: figures of different versions are never compared. */
export const METRIC_VERSION = 1;

/** The first scoring of an evaluation; scoring it again would be the next. */
export const REVISION = 0;
