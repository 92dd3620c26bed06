import type { PagePlan } from './page-plan.js';
import { directoryVersion } from './version-text.js';

/** The statement that a plan becomes: one row of the total, the version and the keys of the page in their order. */
export function pageStatement({ shared, rows, total }: PagePlan): string {
  return `${shared === undefined ? '' : `WITH ${shared}`}
    SELECT ${total} AS "totalSize", ${directoryVersion} AS version,
    (SELECT json_agg(json_build_array(page.organisation_id, page.revision) ORDER BY page.position) FROM (${rows}) page) AS keys`;
}
