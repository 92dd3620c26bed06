import type { Params } from 'nestjs-pino';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../../config/config.js';

/**
 * The process's logger: one JSON object a line, or readable lines on a terminal.
 * @param destination where lines go in place of standard output
 */
export function createLogger(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // What is logged of requests and errors is listed by us; this is for what a library may hang on them.
    redact: [
      'req.headers.authorization',
      '*.authorization',
      '*.password',
      '*.client_secret',
      '*.access_token',
    ],
  };
  if (destination !== undefined) return pino(options, destination);
  // Lines are written while the next requests are served, all that have gathered in one go.
  if (config.logFormat === 'json') return pino(options, pino.destination({ fd: 1, sync: false }));
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname' } },
  });
}

/**
 * The logger of the access log's lines. Their fields are all ours, so nothing in them is looked through for secrets, which
 * takes longer than to write them (docs/performance.md).
 */
export function accessLogOf(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}

/**
 * nestjs-pino as Nest's logger, for what is outside of requests. Within a request, `request.log` carries the interaction
 * id; the access log is a hook. No middleware: the asynchronous storage that nestjs-pino keeps requests in makes every
 * promise of the process dearer, a fifth of a request's time in Node 20 (docs/performance.md).
 */
export function nestLogging(logger: Logger): Params {
  return { pinoHttp: { logger, autoLogging: false }, useExisting: true, forRoutes: [] };
}
