import type { Params } from 'nestjs-pino';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../../config/config.js';

/**
 * Creates the logger of the process: JSON lines, or readable lines on a terminal.
 * @param destination replaces standard output
 */
export function createLogger(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Our log lines list their fields. This is for properties that a library adds to a request or an error.
    redact: [
      'req.headers.authorization',
      '*.authorization',
      '*.password',
      '*.client_secret',
      '*.access_token',
    ],
  };
  if (destination !== undefined) return pino(options, destination);
  // Asynchronous: lines are collected and written together between requests.
  if (config.logFormat === 'json') return pino(options, pino.destination({ fd: 1, sync: false }));
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,hostname' } },
  });
}

/**
 * Returns the logger of the access log. Its lines contain only our own fields, so they need no redaction, which takes
 * longer than writing them (docs/operations/performance.md).
 */
export function accessLogOf(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}

/**
 * Returns a writer of JSON lines to where the log goes. The lines pass the logger's own buffer, because a second writer
 * to the same pipe could tear lines.
 */
export function lineWriterOf(logger: Logger, logFormat: Config['logFormat']): (line: string) => void {
  // The readable format is made in a worker, which would format these lines too.
  if (logFormat === 'pretty') return (line) => void process.stdout.write(line);
  const stream = (logger as unknown as Record<symbol, DestinationStream>)[pino.symbols.streamSym];
  return (line) => stream?.write(line);
}

/**
 * Returns the options of nestjs-pino, which logs everything outside of requests. Within a request, `request.log` adds the
 * interaction id. There is no middleware: its AsyncLocalStorage slows down every promise of the process and takes a fifth
 * of a request's time in Node 20 (docs/operations/performance.md).
 */
export function nestLogging(logger: Logger): Params {
  return { pinoHttp: { logger, autoLogging: false }, useExisting: true, forRoutes: [] };
}
