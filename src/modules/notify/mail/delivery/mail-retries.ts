import { doublingSchedule } from '../../../../background/retry-delay.js';

/** Max attempts, about four hours in total, as the peer has. */
export const maxAttempts = 25;

/** 1 second doubling to a quarter of an hour, and a quarter of jitter at most. */
export const mailRetries = doublingSchedule(15 * 60, 1 / 4);
