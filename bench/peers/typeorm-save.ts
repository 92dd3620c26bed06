/** The same change with TypeORM: the entity is read with its relation, changed and saved in a transaction. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { DataSource, In } from 'typeorm';
import { type Amendment, runAmendments } from './amendment-loop.js';
import { Flag, Organisation, OrganisationHistory } from './entities.js';
import { setting } from './token-check.js';

const dataSource = await new DataSource({
  type: 'postgres',
  url: setting('DATABASE_URL'),
  entities: [Flag, Organisation, OrganisationHistory],
  poolSize: Number(setting('CLIENTS')),
}).initialize();

async function amend({ id, body, changes }: Amendment): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const organisation = await manager.findOneOrFail(Organisation, {
      where: { organisationId: id },
      relations: { flags: true },
    });
    for (const [name, value] of Object.entries(body)) {
      if (name !== 'Flags') Object.assign(organisation, { [propertyOf(name)]: value });
    }
    organisation.flags = await manager.findBy(Flag, { flagId: In([...body.Flags]) });
    organisation.revision += 1;
    await manager.save(organisation);
    const entry = manager.create(OrganisationHistory, {
      organisationId: id,
      revision: organisation.revision,
      clientId: 'bench',
      interactionId: randomUUID(),
      operation: 'Update',
      changes,
    });
    await manager.save(entry);
  });
}

/** Returns `addressLine1` for `AddressLine1`. */
function propertyOf(wireName: string): string {
  return `${wireName.charAt(0).toLowerCase()}${wireName.slice(1)}`;
}

await runAmendments(amend);
await dataSource.destroy();
