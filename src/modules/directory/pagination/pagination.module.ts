import { Module } from '@nestjs/common';
import { Paginator } from './paginator.js';

/** The page envelope and its links, for every list of the directory. */
@Module({ providers: [Paginator], exports: [Paginator] })
export class PaginationModule {}
