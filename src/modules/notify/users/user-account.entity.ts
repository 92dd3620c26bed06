import { Entity, Index } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { columnsOf } from '../fields/written-columns.js';
import { userFields, userUpdatedAt } from './user.fields.js';

/** The table of users. It has no password, because nobody logs in here. */
@Entity({ schema: 'notify', name: 'user_account' })
@EntityColumns('user_account', { ...columnsOf(userFields), updatedAt: userUpdatedAt }, ['id'])
// On lower(email_address), which TypeORM can't express; a migration creates it.
@Index('user_account_email_address_key', { synchronize: false })
export class UserAccount {}
