import type pino from 'pino';
import type { TrustedProxies } from '../http/auth/trusted-proxies.js';
import type { RejectionObserver } from '../http/overload/load-shedder.js';
import { loggedPath } from '../http/routing/request-path.js';
import type { Metrics } from './metrics.js';

/** Returns an observer that logs and counts rejected requests: they never reach the hooks that do so for all others. */
export function observeRejection(
  accessLog: pino.Logger,
  metrics: Metrics,
  proxies: TrustedProxies,
): RejectionObserver {
  return (request, { interactionId, status: statusCode }) => {
    const { method = '', url = '' } = request;
    metrics.observeRequest(method, 'turned away', statusCode, 0);
    accessLog.info(
      {
        interactionId,
        method,
        path: loggedPath(url),
        statusCode,
        problem: 'overloaded',
        clientAddress: proxies.clientAddress(request),
      },
      'request',
    );
  };
}
