import { Clock } from '../../src/modules/notify/clock.js';
import type { TestApp } from './app.js';

/** Sets the service's clock. Undo with `jest.restoreAllMocks()`. API keys do not expire, so calls succeed. */
export function setClock(service: TestApp, moment: string): void {
  jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date(moment));
}
