import { Module } from '@nestjs/common';
import { HistoryRepository } from './history.repository.js';

/** Adding entries to histories, and their pages. */
@Module({ providers: [HistoryRepository], exports: [HistoryRepository] })
export class HistoryEntriesModule {}
