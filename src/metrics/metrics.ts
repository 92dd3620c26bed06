import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import { Replicas } from '../database/replicas.js';
import { SecurityEvents } from '../security-events/security-events.js';

/** The metrics of this process in Prometheus' text format. */
@Injectable()
export class Metrics {
  /** Modules register their own metrics here. */
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer',
    labelNames: ['method', 'route', 'status_code'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor(database: Database, replicas: Replicas, events: SecurityEvents) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'database_pool_connections',
      help: 'Connections of the pool by state; waiting counts requests without one',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        for (const [state, count] of Object.entries(database.poolUsage())) this.set({ state }, count);
      },
    });
    if (replicas.areConfigured) this.addReplicas(replicas);
    this.addSecurityEvents(events);
  }

  /** @param route the pattern, not the path: one series for each organisation would be too many */
  observeRequest(method: string, route: string, statusCode: number, seconds: number): void {
    this.requests.observe({ method, route, status_code: statusCode }, seconds);
  }

  addRequests(counts: () => Record<'in_hand' | 'waiting', number>): void {
    new Gauge({
      name: 'http_requests',
      help: 'Requests that are worked on, and those that wait for their turn',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        for (const [state, count] of Object.entries(counts())) this.set({ state }, count);
      },
    });
  }

  addIssuerKeys(ageSeconds: () => number): void {
    new Gauge({
      name: 'issuer_keys_age_seconds',
      help: 'Time since the keys of the issuer were last fetched, or since the start if they never were',
      registers: [this.registry],
      collect() {
        this.set(ageSeconds());
      },
    });
  }

  private addReplicas(replicas: Replicas): void {
    new Gauge({
      name: 'database_replicas',
      help: 'Read replicas by state; lagging and down are left out',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        for (const [state, count] of Object.entries(replicas.states())) this.set({ state }, count);
      },
    });
    new Counter({
      name: 'database_replica_reads_total',
      help: 'Reads that a replica might answer: fresh are those it did; the primary did where it was stale, failed, or none was left',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(replicas.reads())) this.inc({ outcome }, count);
      },
    });
  }

  private addSecurityEvents(events: SecurityEvents): void {
    new Counter({
      name: 'security_events_total',
      help: 'Security events of this process by name, suppressed lines included',
      labelNames: ['event'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [event, count] of events.recorded) this.inc({ event }, count);
      },
    });
    new Counter({
      name: 'security_events_lost_total',
      help: 'Lines of the security event stream that could not be written',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(events.lost);
      },
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
