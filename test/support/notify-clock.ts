import { Clock } from '../../src/modules/notify/clock.js';
import type { TestApp } from './app.js';

/**
 * Lets the service believe that it is another moment. To be undone with `jest.restoreAllMocks()`. An API key is good at
 * any time, so the client's calls go through.
 */
export function setClock(service: TestApp, moment: string): void {
  jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date(moment));
}
