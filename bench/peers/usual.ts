/**
 * The same list in the usual NestJS way: Express, TypeORM entities read by `find` with their relation, a DTO checked by
 * the global ValidationPipe, a guard, an interceptor, and the access log of nestjs-pino as it comes. `TOTAL=count`
 * counts the rows, as most would; `TOTAL=count-buckets` sums the directory's count buckets, so that a comparison is not about counting.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type NestInterceptor,
  Query,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Logger, LoggerModule } from 'nestjs-pino';
import { type Observable, tap } from 'rxjs';
import { Repository } from 'typeorm';
import { Flag, Organisation, OrganisationHistory, OrganisationCountBucket } from './entities.js';
import { toEnvelope } from './envelope.js';
import { setting, TokenCheck } from './token-check.js';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}
interface HttpResponse {
  setHeader(name: string, value: string): void;
}

class OrganisationsQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  page = 0;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  size = 100;
}

@Injectable()
class TokenGuard implements CanActivate {
  private readonly tokens = new TokenCheck();

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<HttpRequest>();
    if (await this.tokens.admits(headers.authorization)) return true;
    throw new UnauthorizedException('The access token is not valid here.');
  }
}

@Injectable()
class InteractionIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const id = http.getRequest<HttpRequest>().headers['x-fapi-interaction-id'] ?? randomUUID();
    return next.handle().pipe(
      tap(() => {
        http.getResponse<HttpResponse>().setHeader('x-fapi-interaction-id', id);
      }),
    );
  }
}

@Injectable()
class OrganisationsService {
  constructor(
    @InjectRepository(Organisation) private readonly organisations: Repository<Organisation>,
    @InjectRepository(OrganisationCountBucket)
    private readonly countBuckets: Repository<OrganisationCountBucket>,
  ) {}

  async list({ page, size }: OrganisationsQuery) {
    const organisations = await this.organisations.find({
      relations: { flags: true },
      order: { createdOn: 'ASC', organisationId: 'ASC' },
      take: size,
      skip: page * size,
    });
    return toEnvelope(organisations.map(toOrganisation), await this.total(), page, size);
  }

  private async total(): Promise<number> {
    if (setting('TOTAL') === 'count') return this.organisations.count();
    return Number(await this.countBuckets.sum('total'));
  }
}

@Controller('organisations')
@UseGuards(TokenGuard)
@UseInterceptors(InteractionIdInterceptor)
class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Get()
  list(@Query() query: OrganisationsQuery) {
    return this.organisations.list(query);
  }
}

function toOrganisation(organisation: Organisation) {
  return {
    OrganisationId: organisation.organisationId,
    Status: organisation.status,
    OrganisationName: organisation.organisationName,
    CreatedOn: organisation.createdOn,
    LegalEntityName: organisation.legalEntityName,
    CountryOfRegistration: organisation.countryOfRegistration,
    CompanyRegister: organisation.companyRegister,
    Size: organisation.size,
    RegistrationNumber: organisation.registrationNumber,
    RegistrationId: organisation.registrationId,
    RegisteredName: organisation.registeredName,
    AddressLine1: organisation.addressLine1,
    AddressLine2: organisation.addressLine2,
    City: organisation.city,
    Postcode: organisation.postcode,
    Country: organisation.country,
    ParentOrganisationReference: organisation.parentOrganisationReference,
    RequiresParticipantTermsAndConditionsSigning: organisation.requiresParticipantTermsAndConditionsSigning,
    LogoUri: organisation.logoUri,
    Flags: organisation.flags.toSorted(inFixedOrder).map(toFlag),
  };
}

/** Sorts by Name, Value, Id. Sorting in SQL would break `take`: TypeORM would count flags, not organisations. */
function inFixedOrder(one: Flag, other: Flag): number {
  return (
    compare(one.name, other.name) || compare(one.value, other.value) || compare(one.flagId, other.flagId)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function toFlag(flag: Flag) {
  return {
    Id: flag.flagId,
    CreatedAt: flag.createdAt,
    UpdatedAt: flag.updatedAt,
    Name: flag.name,
    Description: flag.description,
    Type: flag.type,
    Value: flag.value,
    Status: flag.status,
    AccessLevel: flag.accessLevel,
  };
}

@Module({
  imports: [
    LoggerModule.forRoot(),
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: setting('DATABASE_URL'),
      entities: [Flag, Organisation, OrganisationHistory, OrganisationCountBucket],
    }),
    TypeOrmModule.forFeature([Organisation, OrganisationCountBucket]),
  ],
  controllers: [OrganisationsController],
  providers: [OrganisationsService],
})
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule, { bufferLogs: true });
app.useLogger(app.get(Logger));
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
await app.listen(Number(setting('PORT')), '127.0.0.1');
